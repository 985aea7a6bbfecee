"""Nobody hoards: several dates of one offer, or more places than a hub's rule gives over a period.

Checked where a participant takes a place, by booking or by promotion; the hub's staff may go beyond.
The people (and the organisation, where a rule counts it) are locked first, so that two requests for
two dates at once cannot both pass.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from shared_services.accounts.errors import AccountMerged
from shared_services.accounts.models import Person
from shared_services.catalogue.models import Offer
from shared_services.core.errors import DomainError
from shared_services.core.i18n import LazyString, _l
from shared_services.network.models import Organisation

from ..errors import AnotherDateHeld, QuotaReached
from ..models import HOLDING, Bookable, BookableStatus, Booking, Quota, QuotaPeriod, QuotaScope
from ..periods import Period

SENTENCES: dict[tuple[QuotaScope, QuotaPeriod], LazyString] = {
    (QuotaScope.PERSON, QuotaPeriod.COMING): _l(
        "Ce hub limite à %(most)d le nombre de places à venir d'une personne. "
        "Libérez-en une, ou attendez qu'une date soit passée."
    ),
    (QuotaScope.PERSON, QuotaPeriod.MONTH): _l(
        "Ce hub limite à %(most)d par mois le nombre de places d'une personne. Choisissez un autre mois."
    ),
    (QuotaScope.PERSON, QuotaPeriod.QUARTER): _l(
        "Ce hub limite à %(most)d par trimestre le nombre de places d'une personne. "
        "Choisissez un autre trimestre."
    ),
    (QuotaScope.PERSON, QuotaPeriod.YEAR): _l(
        "Ce hub limite à %(most)d par an le nombre de places d'une personne."
    ),
    (QuotaScope.ORGANISATION, QuotaPeriod.COMING): _l(
        "Ce hub limite à %(most)d le nombre de places à venir d'une structure, et la vôtre les a."
    ),
    (QuotaScope.ORGANISATION, QuotaPeriod.MONTH): _l(
        "Ce hub limite à %(most)d par mois le nombre de places d'une structure, et la vôtre les a."
    ),
    (QuotaScope.ORGANISATION, QuotaPeriod.QUARTER): _l(
        "Ce hub limite à %(most)d par trimestre le nombre de places d'une structure, et la vôtre les a."
    ),
    (QuotaScope.ORGANISATION, QuotaPeriod.YEAR): _l(
        "Ce hub limite à %(most)d par an le nombre de places d'une structure, et la vôtre les a."
    ),
}


def what_forbids(
    db: Session,
    bookable: Bookable,
    person_ids: Sequence[int],
    organisation_id: int | None,
    *,
    period: Period | None = None,
    except_for: int | None = None,
    now: datetime,
) -> dict[int, DomainError]:
    """Who may not take a place here, by person, and the fact that forbids it; on its own dates unless said.
    The booking `except_for` does not count: it is about to move.

    The people are taken in the order given: with room for two under an organisation's rule, the third
    and the following are refused.
    """
    period = period or bookable.period
    forbidden: dict[int, DomainError] = dict(_other_dates(db, bookable, person_ids, period, now=now))
    for quota in list_quotas(db, bookable.hub_id):
        asking = [person_id for person_id in person_ids if person_id not in forbidden]
        error = QuotaReached(SENTENCES[quota.scope, quota.period], most=quota.most)
        if quota.scope == QuotaScope.PERSON:
            span = _span(bookable, period, quota, now)
            held = _count_by(db, Booking.person_id, asking, bookable, span, except_for)
            over = [person_id for person_id in asking if held.get(person_id, 0) >= quota.most]
        elif organisation_id is not None:
            span = _span(bookable, period, quota, now)
            held = _count_by(db, Booking.organisation_id, [organisation_id], bookable, span, except_for)
            over = asking[max(0, quota.most - held.get(organisation_id, 0)) :]
        else:
            over = []
        forbidden |= dict.fromkeys(over, error)
    return forbidden


def check_organisation(
    db: Session, bookable: Bookable, organisation_id: int, period: Period, *, now: datetime
) -> None:
    """Whether the organisation may have one place more then, whoever comes. Raises QuotaReached."""
    for quota in list_quotas(db, bookable.hub_id):
        if quota.scope == QuotaScope.ORGANISATION:
            span = _span(bookable, period, quota, now)
            held = _count_by(db, Booking.organisation_id, [organisation_id], bookable, span)
            if held.get(organisation_id, 0) >= quota.most:
                raise QuotaReached(SENTENCES[quota.scope, quota.period], most=quota.most)


def lock_takers(db: Session, person_ids: Iterable[int], organisation_id: int | None) -> None:
    """Those who take places take turns, people first, in id order; after their bookables' lock.

    Raises AccountMerged for an account that was meanwhile merged into another one.
    """
    people = select(Person.merged_into_id).where(Person.id.in_(sorted(set(person_ids)))).order_by(Person.id)
    if any(db.scalars(people.with_for_update(key_share=True))):
        raise AccountMerged
    if organisation_id is not None:
        taker = select(Organisation.id).where(Organisation.id == organisation_id)
        db.execute(taker.with_for_update(key_share=True)).all()


def list_quotas(db: Session, hub_id: int | None) -> list[Quota]:
    """The rules of a hub, in a fixed order."""
    return list(db.scalars(select(Quota).where(Quota.hub_id == hub_id).order_by(Quota.id)))


def _other_dates(
    db: Session, bookable: Bookable, person_ids: Sequence[int], period: Period, *, now: datetime
) -> dict[int, AnotherDateHeld]:
    """Who already holds as many dates, or periods, to come of this offer as one person may."""
    offer = db.get(Offer, bookable.offer_id) if bookable.offer_id is not None else None
    if offer is None or offer.dates_each == 0:
        return {}
    held = (
        _held()
        .where(
            Booking.person_id.in_(person_ids),
            Bookable.offer_id == offer.id,
            or_(Bookable.id != bookable.id, Booking.first_slot != period.slots[0]),
            Bookable.status == BookableStatus.SCHEDULED,
            Booking.starts_at > now,
        )
        .options(joinedload(Booking.bookable))
        .order_by(Booking.starts_at)
    )
    found: dict[int, list[Booking]] = {}
    for booking in db.scalars(held):
        found.setdefault(booking.person_id, []).append(booking)
    return {
        person_id: AnotherDateHeld(title=offer.title, reference=bookings[0].reference)
        for person_id, bookings in found.items()
        if len(bookings) >= offer.dates_each
    }


def _count_by(
    db: Session,
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    ids: Sequence[int],
    bookable: Bookable,
    span: tuple[datetime, datetime | None],
    except_for: int | None = None,
) -> dict[int, int]:
    """Places held in the hub over that time, by person or organisation."""
    start, end = span
    counted = (
        select(column, func.sum(Booking.units))
        .join(Booking.bookable)
        .where(
            Booking.status.in_(HOLDING),
            column.in_(ids),
            Bookable.hub_id == bookable.hub_id,
            Bookable.status != BookableStatus.CANCELLED,
            Booking.starts_at >= start,
        )
        .group_by(column)
    )
    if end is not None:
        counted = counted.where(Booking.starts_at < end)
    if except_for is not None:
        counted = counted.where(Booking.id != except_for)
    return {id_: int(units) for id_, units in db.execute(counted) if id_ is not None}


def _span(
    bookable: Bookable, period: Period, quota: Quota, now: datetime
) -> tuple[datetime, datetime | None]:
    return span_of(period, quota.period, bookable.time_zone, now=now)


def span_of(
    period: Period, over: QuotaPeriod, time_zone: str, *, now: datetime
) -> tuple[datetime, datetime | None]:
    """From when to when places count `over` the time of a rule, in the calendar of the place."""
    if over == QuotaPeriod.COMING or period.starts_at is None:
        return now, None
    day = period.starts_at.astimezone(ZoneInfo(time_zone))
    months = {QuotaPeriod.MONTH: 1, QuotaPeriod.QUARTER: 3, QuotaPeriod.YEAR: 12}[over]
    first = (day.month - 1) // months * months + 1
    start = day.replace(month=first, day=1, hour=0, minute=0, second=0, microsecond=0)
    following = first + months
    end = start.replace(year=day.year + (following > 12), month=(following - 1) % 12 + 1)
    return start, end


def _held() -> Select[Booking]:
    return select(Booking).join(Booking.bookable).where(Booking.status.in_(HOLDING))
