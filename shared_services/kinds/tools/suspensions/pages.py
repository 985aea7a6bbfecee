"""What the page of a suspension needs."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from shared_services.booking.facts import Facts, describe_booking
from shared_services.booking.models import Booking
from shared_services.booking.queries import find_booking
from shared_services.core.audit import AuditEntry
from shared_services.core.errors import existing

from .. import queries
from . import queries as suspension_queries
from .models import LendingSuspension


@dataclass(frozen=True)
class SuspensionPage:
    """Why somebody may not borrow from a hub, and what was said about it since."""

    suspension: LendingSuspension
    booking: Booking
    facts: Facts
    history: list[AuditEntry]


def suspension_page(db: Session, suspension_id: int) -> SuspensionPage:
    """Raises NotFound."""
    suspension = suspension_queries.get_suspension(db, suspension_id)
    booking = existing(find_booking(db, suspension.booking_id))
    return SuspensionPage(
        suspension,
        booking,
        describe_booking(db, booking),
        queries.list_acts(db, LendingSuspension, suspension_id),
    )
