"""A hub with an identity, a session that was taught, and the verbs of papers in their own transactions."""

import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from shared_services.attendance.models import What
from shared_services.attendance.operations import Tick
from shared_services.core.database import transaction
from shared_services.network.models import HubIdentity
from shared_services.papers.models import Paper
from tests.support.attendance import close, half_days, tick
from tests.support.makers import LONG_AGO, saved


def make_identity(hub: Any, code: str = "NORD", **given: Any) -> HubIdentity:
    """Everything that a certificate needs."""
    values: dict[str, Any] = {
        "legal_name": "Association Hub du Nord",
        "siret": "73282932000074",
        "activity_number": "32591234559",
        "address": "2 rue des Arts\n59000 Lille",
        "signatory_name": "Zoé Bert",
        "signatory_title": "directrice",
        "house_rules": "Article 1 : on s'écoute.",
        "disability_name": "Nour Haddad",
        "disability_phone": "+33 3 20 00 00 00",
        "disability_email": "handicap@nord.example",
        "day_contact": "Inès Caron, 06 12 34 56 78",
        "updated_at": LONG_AGO,
    }
    return saved(HubIdentity(hub_id=hub.id, code=code, **values | given))


def issue(verb: Any, *ids: Any, now: datetime) -> Paper:
    """Rows or numbers in the order of the verb."""
    with transaction() as db:
        paper: Paper = verb(db, *(getattr(one, "id", one) for one in ids), now=now)
        return paper


def hold(session: Any, *, by: Any, came: list[Any], away: list[Any] = ()) -> None:  # type: ignore[assignment]
    """Everybody is noted in every half day, and the sheet is closed at the end."""
    ticks = [Tick(one.id, What.PRESENT) for one in came] + [Tick(one.id, What.ABSENT) for one in away]
    for half_day in half_days(session):
        tick(session, half_day, *ticks, by=by)
    close(session, by=by, now=session.ends_at)


def correct(session: Any, half_day: Any, booking: Any, what: What, *, by: Any, now: datetime) -> None:
    """After the sheet was closed."""
    tick(session, half_day, Tick(booking.id, what), by=by, now=now, correction="Erreur de saisie")


def text_of(pdf: bytes, folder: Path) -> str:
    """What a reader finds in the file, without spaces: the tool that reads it loses some."""
    return squeezed(_read("pdftotext", pdf, folder, "-layout", "{}", "-"))


def squeezed(text: str) -> str:
    return "".join(text.split())


def unsaid(pdf: bytes, folder: Path, *wanted: str) -> list[str]:
    """What of it the paper does not say."""
    text = text_of(pdf, folder)
    return [one for one in wanted if squeezed(one) not in text]


def told_of(pdf: bytes, folder: Path) -> str:
    """What `pdfinfo` tells of it."""
    return _read("pdfinfo", pdf, folder, "{}")


def _read(tool: str, pdf: bytes, folder: Path, *arguments: str) -> str:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not here")
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    command = [tool, *(one.format(file) for one in arguments)]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()
