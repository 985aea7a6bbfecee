"""Who may see and change a booking."""

from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.catalogue.queries import get_offer
from shared_services.network.models import StaffRole
from shared_services.network.policies import is_hub_staff, is_referent_of

from . import queries
from .models import Booking
from .no_shows import counting as no_shows
from .questions.queries import get_question


def can_see_booking(db: Session, actor: Person, *, reference: str, **_view_args: Any) -> bool:
    """The person herself, the referents of her organisation, the hub's managers."""
    booking = queries.get_booking(db, reference)
    return booking.person_id == actor.id or _is_referent(db, actor, booking) or _manages(db, actor, booking)


def can_change_booking(db: Session, actor: Person, *, reference: str) -> bool:
    """The person herself, or a referent of her organisation; the hub has its own page for it."""
    booking = queries.get_booking(db, reference)
    return booking.person_id == actor.id or _is_referent(db, actor, booking)


def is_own_booking(db: Session, actor: Person, *, reference: str, **_view_args: Any) -> bool:
    """The person herself, and nobody else."""
    return queries.get_booking(db, reference).person_id == actor.id


def can_manage_questions(db: Session, actor: Person, *, offer_id: int) -> bool:
    """The managers of the hub that offers it."""
    return is_hub_staff(db, actor, get_offer(db, offer_id).hub_id, {StaffRole.MANAGER})


def can_manage_question(db: Session, actor: Person, *, question_id: int) -> bool:
    """The managers of the hub that asks it."""
    return can_manage_questions(db, actor, offer_id=get_question(db, question_id).offer_id)


def can_answer_booking(db: Session, actor: Person, *, reference: str) -> bool:
    """Who may change it; for a group that stays together, those who speak for all of it."""
    booking = queries.get_booking(db, reference)
    if booking.stays_together:
        return booking.booked_by_id == actor.id or _is_referent(db, actor, booking)
    return booking.person_id == actor.id or _is_referent(db, actor, booking)


def can_swap_booking(db: Session, actor: Person, *, reference: str) -> bool:
    """The referents of the organisation it was booked for."""
    return _is_referent(db, actor, queries.get_booking(db, reference))


def can_manage_bookable(db: Session, actor: Person, *, bookable_id: int) -> bool:
    """The managers of the hub that holds it."""
    hub_id = queries.get_bookable(db, bookable_id).hub_id
    return hub_id is not None and is_hub_staff(db, actor, hub_id, {StaffRole.MANAGER})


def can_manage_kept_seats(db: Session, actor: Person, *, kept_id: int) -> bool:
    """The managers of the hub whose seats they are."""
    kept = queries.get_kept_seats(db, kept_id)
    return can_manage_bookable(db, actor, bookable_id=kept.bookable_id)


def can_manage_review(db: Session, actor: Person, *, review_id: int) -> bool:
    """The managers of the hub that counts those absences."""
    hub_id = no_shows.get_review(db, review_id).hub_id
    return is_hub_staff(db, actor, hub_id, {StaffRole.MANAGER})


def can_see_group(db: Session, actor: Person, *, group_id: int) -> bool:
    """Who booked it, the referents of its organisation, the hub's managers."""
    group, bookable = queries.get_group(db, group_id)
    return (
        group.booked_by_id == actor.id
        or (group.organisation_id is not None and is_referent_of(db, actor, group.organisation_id))
        or (bookable.hub_id is not None and is_hub_staff(db, actor, bookable.hub_id, {StaffRole.MANAGER}))
    )


def can_manage_booking(db: Session, actor: Person, *, reference: str) -> bool:
    """The managers of the hub that holds it."""
    return _manages(db, actor, queries.get_booking(db, reference))


def _manages(db: Session, actor: Person, booking: Booking) -> bool:
    hub_id = booking.bookable.hub_id
    return hub_id is not None and is_hub_staff(db, actor, hub_id, {StaffRole.MANAGER})


def _is_referent(db: Session, actor: Person, booking: Booking) -> bool:
    return booking.organisation_id is not None and is_referent_of(db, actor, booking.organisation_id)
