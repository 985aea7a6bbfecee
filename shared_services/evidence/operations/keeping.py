"""What every verb does: give the paper that stands when it says the same, else make the next version."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.booking.models import Booking
from shared_services.core.local_time import to_local
from shared_services.core.text import normalised
from shared_services.papers.models import Paper, PaperKind
from shared_services.papers.operations import issue_paper
from shared_services.papers.queries import find_paper

from .. import queries
from ..dossier import Dossier, Facts, head_of
from ..models import SessionPaper

NAMES = {
    PaperKind.PROGRAMME: "programme",
    PaperKind.ATTENDANCE_SHEET: "feuille-d-emargement",
    PaperKind.SIGNED_SHEET: "feuille-d-emargement-signee",
    PaperKind.TRAINING_AGREEMENT: "convention",
    PaperKind.CONVOCATION: "convocation",
    PaperKind.CERTIFICATE: "certificat-de-realisation",
    PaperKind.STATEMENT: "attestation-de-fin-de-formation",
}
LONGEST_NAME = 60


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A paper that may have to be made.

    `says` is what makes a new version of it, `facts(version)` all that it shows but its head, `shown_number`
    what its foot says instead of its own number. Once settled, it is made when there is none and never again.
    `about`: whom its file name tells.
    """

    kind: PaperKind
    subject: str
    says: Any
    facts: Callable[[int], Facts]
    is_settled: bool = False
    booking: Booking | None = None
    about: str = ""
    shown_number: str = ""


def keep(db: Session, dossier: Dossier, draft: Draft, *, anew: bool = False, now: datetime) -> Paper:
    """The session is locked. `anew`: the next version whatever it says."""
    before = find_paper(db, draft.kind, draft.subject)
    says_hash = hash_of(draft.says)
    is_same = before is not None and queries.find_says_hash(db, before.id) == says_hash
    if before is not None and not anew and (draft.is_settled or is_same):
        return before
    version = before.version + 1 if before else 1
    today = to_local(now, dossier.session.time_zone).date()

    def facts(number: str) -> Facts:
        shown = draft.shown_number or number
        return head_of(dossier, number=shown, today=today) | draft.facts(version)

    paper = issue_paper(db, draft.kind, draft.subject, facts, now=now)
    db.flush()  # the row about it names its number
    db.add(
        SessionPaper(
            paper_id=paper.id,
            session_id=dossier.session.id,
            booking_id=draft.booking.id if draft.booking else None,
            name=file_name(dossier, draft, version),
            says_hash=says_hash,
        )
    )
    return paper


def file_name(dossier: Dossier, draft: Draft, version: int) -> str:
    """« 2027-02-02_convocation_durand-alice_abcd-2345_v1.pdf », in plain letters."""
    words = [dossier.first_on.isoformat(), NAMES[draft.kind], _plain(draft.about)]
    if draft.booking is not None:
        words.append(person_words(draft.booking))
    return "_".join(word for word in [*words, f"v{version}"] if word) + ".pdf"


def person_words(booking: Booking) -> str:
    """« durand-alice_abcd-2345 »."""
    name = _plain(f"{booking.person.last_name} {booking.person.first_name}")
    return "_".join(word for word in (name, booking.reference.lower()) if word)


def _plain(text: str) -> str:
    return normalised(text).replace(" ", "-")[:LONGEST_NAME].strip("-")


def hash_of(says: Any) -> str:
    """The same for what says the same."""
    text = json.dumps(says, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
