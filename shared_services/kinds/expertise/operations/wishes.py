"""« Tell me when a slot opens before that day »: asking, telling once, forgetting."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.network.models import Organisation

from .. import messages, queries
from ..availability.free import Choice, ask, free_of
from ..errors import SlotAlreadyFree
from ..models import SlotWish, Way


def wait_for_slot(
    db: Session,
    offer_id: int,
    *,
    person: Person,
    before: datetime,
    minutes: int,
    way: Way,
    organisation: Organisation | None,
    now: datetime,
) -> SlotWish:
    """One wish a person and offer; a new one takes its place.

    Raises SlotAlreadyFree, and what `ask` raises.
    """
    wish = queries.find_wish(db, offer_id, person.id)
    if wish is None:
        wish = SlotWish(offer_id=offer_id, person_id=person.id, created_at=now)
    wish.before, wish.minutes, wish.way = before, minutes, way
    wish.organisation_id = organisation.id if organisation else None
    if first_free(db, wish, now=now) is not None:
        raise SlotAlreadyFree
    db.add(wish)
    return wish


def forget_wish(db: Session, offer_id: int, *, person: Person) -> None:
    wish = queries.find_wish(db, offer_id, person.id)
    if wish is not None:
        db.delete(wish)


def follow_wish(db: Session, wish: SlotWish, *, now: datetime) -> bool:
    """Told and over when a slot is free before its day; over when the day is past. Whether she was told."""
    start = first_free(db, wish, now=now) if queries.is_published(db, wish.offer_id) else None
    if start is not None:
        messages.post_slot_opened(db, wish, start, now=now)
    if start is not None or wish.before <= now:
        db.delete(wish)
    return start is not None


def first_free(db: Session, wish: SlotWish, *, now: datetime) -> datetime | None:
    """The soonest slot that is free before its day. Raises what `ask` raises."""
    offer = queries.get_offer(db, wish.offer_id)
    organisation = db.get(Organisation, wish.organisation_id) if wish.organisation_id else None
    choice = Choice(minutes=wish.minutes, way=wish.way, organisation=organisation)
    asked = ask(db, offer, choice, now=now)
    experts = queries.list_experts_of(db, [offer.id])
    return next((start for start in free_of(db, experts, asked) if start < wish.before), None)
