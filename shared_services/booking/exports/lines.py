"""Bookings as lines of a spreadsheet, the same for one date or for all those of a hub.

Columns keep their names and their order for ever: new ones are added at the end.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.core.local_time import to_local

from ..facts import Facts, describe_bookings
from ..models import Booking, BookingStatus, Verdict

HEADER = (
    "Référence",
    "Nom",
    "Prénom",
    "Adresse e-mail",
    "Téléphone",
    "Structure",
    "Commune de la structure",
    "État",
    "Demandée le",
    "Confirmée le",
    "Motif",
    "Intitulé",
    "Début",
    "Fin",
    "Lieu",
    "Minimum",
    "Date de décision",
    "Décision",
)
# The file is read by programs too: its words do not follow the reader's language.
STATES = {
    BookingStatus.PENDING: "En attente d'accord",
    BookingStatus.CONFIRMED: "Confirmée",
    BookingStatus.WAITLISTED: "Liste d'attente",
    BookingStatus.OFFERED: "Place proposée",
    BookingStatus.CANCELLED: "Annulée",
    BookingStatus.REFUSED: "Refusée",
    BookingStatus.ATTENDED: "Présence",
    BookingStatus.NO_SHOW: "Absence",
}
VERDICTS = {Verdict.GO: "Maintenue", Verdict.ASKED: "À décider"}


def list_lines(db: Session, bookings: Sequence[Booking]) -> list[tuple[str, ...]]:
    """One line a booking, at the local time of the place; bookable, person, organisation are loaded."""
    told = describe_bookings(db, bookings)
    return [_line(booking, told) for booking in bookings]


def _line(booking: Booking, told: Mapping[int, Facts]) -> tuple[str, ...]:
    facts, person, organisation = told[booking.id], booking.person, booking.organisation
    bookable, zone = booking.bookable, booking.bookable.time_zone
    return (
        booking.reference,
        person.last_name,
        person.first_name,
        person.email,
        person.phone or "",
        organisation.name if organisation else "",
        organisation.city if organisation else "",
        STATES[booking.status],
        _local(booking.asked_at, zone),
        _local(booking.confirmed_at, zone),
        booking.reason,
        facts.title,
        _local(booking.starts_at, zone),
        _local(booking.ends_at, zone),
        facts.place or "À distance",
        str(bookable.minimum or ""),
        _local(bookable.decides_at, zone),
        VERDICTS[bookable.verdict] if bookable.verdict else "",
    )


def _local(instant: datetime | None, zone: str) -> str:
    return f"{to_local(instant, zone):%Y-%m-%d %H:%M}" if instant else ""
