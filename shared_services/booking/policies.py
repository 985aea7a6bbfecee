"""Who may see and change a booking."""

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.network.models import StaffRole
from shared_services.network.policies import is_hub_staff, is_referent_of

from . import queries
from .models import Booking


def can_see_booking(db: Session, actor: Person, *, reference: str) -> bool:
    """The person herself, the referents of her organisation, the hub's managers."""
    booking = queries.get_booking(db, reference)
    return booking.person_id == actor.id or _is_referent(db, actor, booking) or _manages(db, actor, booking)


def can_change_booking(db: Session, actor: Person, *, reference: str) -> bool:
    """Cancelling and answering belong to the person herself; the hub has its own page for it."""
    return queries.get_booking(db, reference).person_id == actor.id


def can_manage_booking(db: Session, actor: Person, *, reference: str) -> bool:
    """The managers of the hub that holds it."""
    return _manages(db, actor, queries.get_booking(db, reference))


def _manages(db: Session, actor: Person, booking: Booking) -> bool:
    hub_id = booking.bookable.hub_id
    return hub_id is not None and is_hub_staff(db, actor, hub_id, {StaffRole.MANAGER})


def _is_referent(db: Session, actor: Person, booking: Booking) -> bool:
    return booking.organisation_id is not None and is_referent_of(db, actor, booking.organisation_id)
