"""Making a certificate again because what it says of the person is wrong."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.core.errors import existing
from shared_services.core.i18n import DEFAULT_LANGUAGE, force_locale
from shared_services.papers.models import Paper, PaperKind
from shared_services.papers.queries import find_paper

from .. import messages, queries
from ..errors import AccountErased, AlreadyRemade
from .after import certificate_draft, minutes_of, open_closed, statement_draft, tell
from .keeping import keep


def reissue_certificate(
    db: Session, session_id: int, booking_id: int, *, seen: int, reason: str, by: Person, now: datetime
) -> Paper:
    """The next version, with the name of the account and the hours of the sheet as they are now; of her
    statement too. She is told why. `seen` is the version that the manager looked at.

    Raises NotFound, SheetNotClosed, NeverCame, IdentityMissing, AlreadyRemade, and AccountErased: what is on
    file then keeps its name.
    """
    dossier = open_closed(db, session_id)
    booking = queries.get_booking_of(db, session_id, booking_id)
    certificate = existing(queries.find_certificate_of(db, booking.id))
    if booking.person.erased_at is not None:
        raise AccountErased
    before = find_paper(db, PaperKind.CERTIFICATE, certificate.number)
    if before is None or before.version != seen:
        raise AlreadyRemade
    minutes = minutes_of(db, booking)
    dossier.check_identity()
    certificate.issued_at, certificate.minutes, certificate.withdrawn_at = now, minutes, None
    certificate.sheet_entries = queries.count_entries(db, session_id)
    tell(certificate, dossier, booking)
    with force_locale(DEFAULT_LANGUAGE):
        draft = certificate_draft(dossier, booking, certificate.number, minutes)
        paper = keep(db, dossier, draft, anew=True, now=now)
        if find_paper(db, PaperKind.STATEMENT, booking.reference) is not None:
            levels = queries.list_levels(db, [booking.id]).get(booking.id, [])
            keep(db, dossier, statement_draft(dossier, booking, minutes, levels), anew=True, now=now)
    details = {"version": paper.version}
    audit.record(db, certificate, "certificate_reissued", by=by, now=now, reason=reason, details=details)
    messages.post_replaced(db, certificate, booking.person, version=paper.version, reason=reason, now=now)
    return paper
