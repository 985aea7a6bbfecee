"""Papers before a session. What changed is told by a new version; once it has begun, nothing is rewritten."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.attendance.queries import list_participants
from shared_services.booking.models import Booking
from shared_services.core.i18n import DEFAULT_LANGUAGE, force_locale
from shared_services.papers.models import Paper, PaperKind
from shared_services.papers.queries import find_paper

from .. import agreements, letters, queries, sheets
from ..dossier import open_dossier
from ..errors import NotConfirmed, NothingToPay, SheetAlreadyClosed, TooLate
from .keeping import Draft, keep


def issue_programme(db: Session, session_id: int, *, now: datetime) -> Paper:
    """From the offer, with the dates of the session. Raises NotFound."""
    dossier = open_dossier(db, session_id, lock=True)
    with force_locale(DEFAULT_LANGUAGE):
        said = letters.programme(dossier)
        draft = Draft(
            kind=PaperKind.PROGRAMME,
            subject=dossier.subject,
            says=said,
            facts=lambda _version: said,
            is_settled=dossier.has_begun(now),
        )
        return keep(db, dossier, draft, now=now)


def issue_sheet(db: Session, session_id: int, *, now: datetime) -> Paper:
    """Blank, for whoever has a confirmed place. Raises NotFound, SheetAlreadyClosed."""
    dossier = open_dossier(db, session_id, lock=True)
    if dossier.is_closed:
        raise SheetAlreadyClosed
    with force_locale(DEFAULT_LANGUAGE):
        said = sheets.blank_sheet(dossier, list_participants(db, session_id))
        draft = Draft(
            kind=PaperKind.ATTENDANCE_SHEET,
            subject=dossier.subject,
            says=said,
            facts=lambda _version: said,
        )
        return keep(db, dossier, draft, now=now)


def issue_convocation(db: Session, session_id: int, booking_id: int, *, now: datetime) -> Paper:
    """Raises NotFound, NotConfirmed, and TooLate when the session is over and none was made."""
    dossier = open_dossier(db, session_id, lock=True)
    booking = queries.get_booking_of(db, session_id, booking_id)
    if booking.id not in {one.id for one in list_participants(db, session_id)}:
        raise NotConfirmed
    if dossier.is_over(now) and find_paper(db, PaperKind.CONVOCATION, booking.reference) is None:
        raise TooLate
    with force_locale(DEFAULT_LANGUAGE):
        said = letters.convocation(dossier, booking)
        draft = Draft(
            kind=PaperKind.CONVOCATION,
            subject=booking.reference,
            says=said,
            facts=lambda _version: said,
            is_settled=dossier.has_begun(now),
            booking=booking,
        )
        return keep(db, dossier, draft, now=now)


def issue_agreement(db: Session, session_id: int, booking_id: int, *, now: datetime) -> Paper:
    """With whoever pays for that place: its organisation, for all its people at once, or the person.

    Raises NotFound, NothingToPay, NotConfirmed, IdentityMissing.
    """
    dossier = open_dossier(db, session_id, lock=True)
    if not dossier.offer.price_cents:
        raise NothingToPay
    dossier.check_identity()
    booking = queries.get_booking_of(db, session_id, booking_id)
    people = list_participants(db, session_id)
    if booking.id not in {one.id for one in people}:
        raise NotConfirmed
    organisation = booking.organisation
    paid = [one for one in people if payer_of(one) == payer_of(booking)]
    with force_locale(DEFAULT_LANGUAGE):
        said = agreements.agreement(dossier, paid)
        draft = Draft(
            kind=PaperKind.TRAINING_AGREEMENT,
            subject=f"{dossier.subject}-{payer_of(booking)}",
            says=said,
            facts=lambda _version: said,
            is_settled=dossier.has_begun(now),
            about=organisation.name if organisation else booking.person.name,
        )
        return keep(db, dossier, draft, now=now)


def payer_of(booking: Booking) -> str:
    """Who pays, as the subject of an agreement calls it."""
    return f"O{booking.organisation_id}" if booking.organisation_id else f"P{booking.person_id}"
