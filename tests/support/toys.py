"""A kind of resource that only tests know: toys lent by the day, whole, from one declaration."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from shared_services.accounts.models import Person
from shared_services.booking import operations
from shared_services.booking.facts import Facts, Moments, Telling
from shared_services.booking.kinds import Kind
from shared_services.booking.models import Audience, Bookable, Booking
from shared_services.booking.overlaps import check_overlaps
from shared_services.booking.periods import Period
from shared_services.catalogue.kinds import OfferKind
from shared_services.catalogue.models import Modality, Offer, OfferStatus
from shared_services.core.database import transaction
from shared_services.core.text import normalised, search_text

from .makers import LONG_AGO, MONDAY, local, make_hub, make_manager, saved

FIRST_DAY = date(1970, 1, 1)
FETCHED = date(2027, 2, 2)
BROUGHT_BACK = date(2027, 2, 4)
HANDING_OVER = timedelta(minutes=30)


class ToyOffer(Offer):
    __mapper_args__ = {"polymorphic_identity": "toy"}


class Toy(Bookable):
    """So many of the same toy; one slot a day, in days since 1970."""

    __mapper_args__ = {"polymorphic_identity": "toy"}


def describe(db: Session, toy_ids: Iterable[int]) -> dict[int, Facts]:
    wanted = select(Toy).where(Toy.id.in_(list(toy_ids))).options(joinedload(Toy.offer), joinedload(Toy.hub))
    return {
        toy.id: Facts(
            title=toy.offer.title,
            hub_id=toy.hub.id,
            hub_name=toy.hub.name,
            hub_email=toy.hub.email,
            hub_phone=toy.hub.phone,
            time_zone=toy.time_zone,
            periods=(),
            endpoint="web_catalogue.catalogue",
            values={},
            manage_endpoint="desk.desk",
            manage_values={"hub_id": toy.hub.id},
            place="Ludothèque",
            sequence=toy.sequence,
        )
        for toy in db.scalars(wanted)
    }


def moments(_facts: Facts, starts_at: datetime, ends_at: datetime) -> Moments:
    """She fetches it, and brings it back."""
    return ((starts_at, starts_at + HANDING_OVER), (ends_at - HANDING_OVER, ends_at))


TOYS = Kind(
    name="toy",
    telling=Telling(describe=describe, moments=moments, occupies=False),
    offers=OfferKind(
        endpoint="web_catalogue.catalogue",
        edit_endpoint="web_catalogue.catalogue",
        template="",
        facts=lambda *_: {},
        content=lambda *_: {},
        told=lambda *_: [],
        write=lambda *_: None,
        check_unused=lambda *_: None,
    ),
    date_page=("web_catalogue.catalogue", "toy_id"),
    new_date_page="",
    decision_page="booking.show",
)


def make_toy(*, capacity: int = 3, **given: Any) -> Toy:
    """For anyone; nothing of it is dated but its loans."""
    hub = make_hub()
    offer = saved(
        ToyOffer(
            hub_id=hub.id,
            author_id=make_manager(hub).id,
            title="Robot à programmer",
            summary="Pour un atelier.",
            modality=Modality.IN_PERSON,
            dates_each=0,
            status=OfferStatus.PUBLISHED,
            search_text=search_text("Robot"),
            sort_key=normalised("Robot"),
            created_at=LONG_AGO,
            updated_at=LONG_AGO,
            published_at=LONG_AGO,
        )
    )
    values: dict[str, Any] = {"audience": Audience.ANYONE, "time_zone": "Europe/Paris"}
    return saved(
        Toy(hub_id=hub.id, offer_id=offer.id, capacity=capacity, created_at=LONG_AGO, **values | given)
    )


def loan(first: date = FETCHED, last: date = BROUGHT_BACK) -> Period:
    """Fetched at nine, brought back at five, and checked the day after: nobody has it that day."""
    starts_at = local(first, 9)
    return Period(
        slots=range(day_slot(first), day_slot(last) + 2),
        starts_at=starts_at,
        ends_at=local(last, 17),
        closes_at=starts_at - timedelta(days=1),
        cancel_until=starts_at - timedelta(days=2),
    )


def day_slot(day: date) -> int:
    return (day - FIRST_DAY).days


def borrow(
    toy: Toy, person: Person, period: Period | None = None, *, now: datetime = MONDAY, **given: Any
) -> Booking:
    period = period or loan()
    with transaction() as db:
        check_overlaps(db, toy, person.id, period=period)
        return operations.reserve(db, toy.id, person=person, by=person, period=period, now=now, **given)
