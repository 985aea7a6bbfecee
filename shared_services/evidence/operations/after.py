"""Papers after a session, from the closed sheet: never from booked hours."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.attendance.queries import (
    list_entries,
    list_names,
    list_participants,
    minutes_attended,
)
from shared_services.booking.models import Booking
from shared_services.core import audit
from shared_services.core.i18n import DEFAULT_LANGUAGE, force_locale
from shared_services.core.local_time import to_local
from shared_services.papers.models import Paper, PaperKind

from .. import proofs, queries, sheets
from ..dossier import Dossier, open_dossier
from ..errors import NeverCame, SheetNotClosed
from ..models import Certificate
from ..queries import Level
from .keeping import Draft, keep


def issue_signed_sheet(db: Session, session_id: int, *, now: datetime) -> Paper:
    """Again when something was corrected since. Raises NotFound, SheetNotClosed."""
    dossier = open_closed(db, session_id)
    if dossier.sheet is None:
        raise SheetNotClosed
    entries = list_entries(db, session_id)
    names = list_names(db, [dossier.sheet.closed_by_id or 0, *(one.by_id for one in entries)])
    noted = sheets.Noted(dossier.sheet, entries, names)
    with force_locale(DEFAULT_LANGUAGE):
        said = sheets.signed_sheet(dossier, list_participants(db, session_id), noted)
        draft = Draft(
            kind=PaperKind.SIGNED_SHEET,
            subject=dossier.subject,
            says=dossier.sheet.last_hash,
            facts=lambda _version: said,
        )
        return keep(db, dossier, draft, now=now)


def issue_certificate(db: Session, session_id: int, booking_id: int, *, now: datetime) -> Paper:
    """The same number for ever, a new version when the minutes changed; valid again when it was withdrawn.

    Raises NotFound, SheetNotClosed, NeverCame for whoever has no minute, IdentityMissing.
    """
    dossier = open_closed(db, session_id)
    booking = queries.get_booking_of(db, session_id, booking_id)
    minutes = minutes_of(db, booking)
    dossier.check_identity()
    certificate = queries.find_certificate_of(db, booking.id)
    if certificate is None:
        certificate = Certificate(number=_next_number(db, dossier, now), booking_id=booking.id, minutes=0)
    if certificate.minutes != minutes:
        certificate.issued_at, certificate.minutes = now, minutes
        tell(certificate, dossier, booking)
    certificate.withdrawn_at = None
    certificate.sheet_entries = queries.count_entries(db, session_id)
    with force_locale(DEFAULT_LANGUAGE):
        draft = certificate_draft(dossier, booking, certificate.number, minutes)
        paper = keep(db, dossier, draft, now=now)
    db.add(certificate)
    return paper


def review_certificate(db: Session, session_id: int, booking_id: int, *, now: datetime) -> None:
    """After a correction of the sheet: the next version, or withdrawn when no minute is left.

    Raises NotFound, SheetNotClosed, IdentityMissing.
    """
    try:
        issue_certificate(db, session_id, booking_id, now=now)
    except NeverCame:
        certificate = queries.find_certificate_of(db, booking_id)
        if certificate is None:
            return
        certificate.sheet_entries = queries.count_entries(db, session_id)
        if certificate.withdrawn_at is None:
            certificate.withdrawn_at = now
            audit.record(db, certificate, "certificate_withdrawn", by=None, now=now)


def issue_statement(db: Session, session_id: int, booking_id: int, *, now: datetime) -> Paper:
    """Again when the minutes changed, or what she says of her objectives.

    Raises NotFound, SheetNotClosed, NeverCame.
    """
    dossier = open_closed(db, session_id)
    booking = queries.get_booking_of(db, session_id, booking_id)
    minutes = minutes_of(db, booking)
    levels = queries.list_levels(db, [booking.id]).get(booking.id, [])
    with force_locale(DEFAULT_LANGUAGE):
        return keep(db, dossier, statement_draft(dossier, booking, minutes, levels), now=now)


def said_in_statement(minutes: int, levels: Sequence[Level]) -> object:
    """What makes a new version of it."""
    return [minutes, *levels] if levels else minutes


def open_closed(db: Session, session_id: int) -> Dossier:
    dossier = open_dossier(db, session_id, lock=True)
    if not dossier.is_closed:
        raise SheetNotClosed
    return dossier


def minutes_of(db: Session, booking: Booking) -> int:
    minutes = minutes_attended(db, [booking.id])[booking.id]
    if not minutes:
        raise NeverCame
    return minutes


def certificate_draft(dossier: Dossier, booking: Booking, number: str, minutes: int) -> Draft:
    return Draft(
        kind=PaperKind.CERTIFICATE,
        subject=number,
        says=minutes,
        facts=lambda version: proofs.certificate(dossier, booking, minutes, number=number, version=version),
        booking=booking,
        shown_number=number,
    )


def statement_draft(dossier: Dossier, booking: Booking, minutes: int, levels: Sequence[Level]) -> Draft:
    return Draft(
        kind=PaperKind.STATEMENT,
        subject=booking.reference,
        says=said_in_statement(minutes, levels),
        facts=lambda _version: proofs.statement(dossier, booking, minutes, levels),
        booking=booking,
    )


def _next_number(db: Session, dossier: Dossier, now: datetime) -> str:
    """« NORD-2027-000123 »: the hub's code, the year of its calendar, one after the other."""
    if dossier.identity is None:
        raise TypeError("checked before")
    series = f"{dossier.identity.code}-{to_local(now, dossier.hub.time_zone).year}"
    return f"{series}-{queries.next_in_series(db, series):06d}"


def tell(certificate: Certificate, dossier: Dossier, booking: Booking) -> None:
    """What the public page tells of the version that is made now."""
    person = booking.person
    certificate.hub_name = dossier.body_name
    certificate.title = dossier.offer.title
    certificate.first_on, certificate.last_on = dossier.first_on, dossier.last_on
    certificate.initials = " ".join(f"{name[:1].upper()}." for name in (person.first_name, person.last_name))
