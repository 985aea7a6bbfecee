"""Planning a session, and changing it: dates, place, trainers, who may book."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import cast

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking import operations as booking
from shared_services.booking.errors import BookingClosed
from shared_services.booking.models import Audience, Bookable, BookableStatus, Verdict
from shared_services.booking.presence import list_there
from shared_services.booking.queries import list_required, lock_bookables
from shared_services.booking.requirements import Requirement
from shared_services.catalogue.queries import lock_offer
from shared_services.core import audit
from shared_services.core.relative_dates import Before
from shared_services.network.models import Hub
from shared_services.network.queries import list_trainers

from .. import messages, queries
from ..errors import DecidesTooLate, HalfDaysOverlap, InThePast, NotStaffOfHub
from ..models import HalfDay, TrainingSession

Period = tuple[datetime, datetime]


@dataclass(frozen=True, kw_only=True)
class SessionPlan:
    """When, where, with whom, for whom. `periods` are aware UTC; bookings close at the start if not said.

    `opens_at` and `closes_at` are days for good, `opens_before` and `closes_before` follow the start. With
    a `minimum` of people it is decided `decides_before` the start whether the session stands; short of
    people it `cancels_itself`, or its hub is asked. What it
    `requires` is held with the trainers' time, all or nothing.
    """

    periods: tuple[Period, ...]
    place_name: str
    address: str
    access_notes: str
    video_link: str
    trainer_ids: tuple[int, ...]
    opens_at: datetime | None
    closes_at: datetime | None
    needs_approval: bool
    audience: Audience
    opens_before: Before | None = None
    closes_before: Before | None = None
    minimum: int | None = None
    decides_before: Before | None = None
    cancels_itself: bool = False
    requires: tuple[Requirement, ...] = ()


def plan_session(
    db: Session, offer_id: int, plan: SessionPlan, *, capacity: int, by: Person, now: datetime
) -> TrainingSession:
    """A new session of the training; its trainers' time is taken over all hubs, and what it requires.

    Raises InThePast, HalfDaysOverlap, NotStaffOfHub, StaffBusy, NotRequirable, UnitsNotFree, DecidesTooLate.
    """
    lock_offer(db, offer_id)  # so that nobody withdraws it meanwhile
    offer = queries.get_offer(db, offer_id)
    periods = _in_order(plan.periods, known=(), now=now)
    session = TrainingSession(
        hub_id=offer.hub_id,
        offer_id=offer.id,
        time_zone=offer.hub.time_zone,
        waiting_rule=offer.hub.waiting_rule,
        capacity=capacity,
        created_at=now,
    )
    session.half_days = [HalfDay(starts_at=start, ends_at=end) for start, end in periods]
    session.trainers = _trainers(db, offer.hub_id, plan.trainer_ids, already=())
    _set_place(session, plan)
    _set_dates(session, periods, plan, hub=offer.hub)
    _set_rules(session, plan)
    _set_minimum(session, plan, now=now)
    db.add(session)
    audit.record(db, session, "planned", by=by, now=now)
    _hold(db, session, plan, periods, now=now)
    messages.post_to_trainers(db, "planned", session, session.trainers, now=now)
    return session


def change_session(
    db: Session, session_id: int, plan: SessionPlan, *, by: Person, now: datetime
) -> TrainingSession:
    """Change a session. New dates, place or trainers are told to everybody; who may book is not.

    What it requires moves along, or nothing is changed. Raises BookingClosed when it is cancelled or over,
    InThePast, HalfDaysOverlap, NotStaffOfHub, StaffBusy, NotRequirable, UnitsNotFree, DecidesTooLate.
    """
    lock_bookables(db, [session_id])
    session = queries.get_session(db, session_id)
    if session.status != BookableStatus.SCHEDULED:
        raise BookingClosed
    if _is_told(session, plan):
        before = list(session.trainers)

        def change(_bookable: Bookable) -> None:
            _reschedule(db, queries.get_session(db, session_id), plan, now=now)

        booking.reschedule(db, session_id, change, by=by, now=now)
        _tell_trainers(db, session, before, now=now)
    else:
        _set_dates(session, _periods_of(session), plan, hub=cast(Hub, session.hub))
        _hold(db, session, plan, _periods_of(session), now=now)
    _set_rules(session, plan)
    _set_minimum(session, plan, now=now)
    audit.record(db, session, "rules_changed", by=by, now=now)
    booking.promote_next(db, session, now=now)  # bookings may be open again
    return session


def cancel_session(
    db: Session, session_id: int, *, by: Person | None, reason: str, now: datetime
) -> TrainingSession:
    """Cancel the session: everybody is told why, trainers too, and their time is free again.

    When somebody was there, what has begun of it took place: only the half days to come are given up.
    `by` is None when it cancels itself.
    """
    lock_bookables(db, [session_id])
    session = queries.get_session(db, session_id)
    trainers = list(session.trainers)
    there = list_there(db, session_id)
    if there:
        _keep_half_days(session, until=max(now, *there.values()))
    booking.cancel_bookable(db, session_id, by=by, reason=reason, now=now)
    messages.post_to_trainers(db, "cancelled", session, trainers, now=now)
    return session


def _keep_half_days(session: TrainingSession, *, until: datetime) -> None:
    session.most_half_days = max(session.most_half_days, len(session.half_days))
    session.half_days = [one for one in session.half_days if one.starts_at <= until]
    session.ends_at = session.half_days[-1].ends_at
    session.closes_at = min(session.closes_at or session.ends_at, session.ends_at)


def _reschedule(db: Session, session: TrainingSession, plan: SessionPlan, *, now: datetime) -> None:
    known = _periods_of(session)
    periods = _in_order(plan.periods, known=known, now=now)
    if periods != known:
        session.most_half_days = max(session.most_half_days, len(known))
        kept = {(half_day.starts_at, half_day.ends_at): half_day for half_day in session.half_days}
        session.half_days = [
            kept.get(period) or HalfDay(starts_at=period[0], ends_at=period[1]) for period in periods
        ]
    already = {trainer.id for trainer in session.trainers}
    session.trainers = _trainers(db, session.hub_id or 0, plan.trainer_ids, already=already)
    _set_place(session, plan)
    _set_dates(session, periods, plan, hub=cast(Hub, session.hub))
    _hold(db, session, plan, periods, now=now)


def _hold(
    db: Session, session: TrainingSession, plan: SessionPlan, periods: tuple[Period, ...], *, now: datetime
) -> None:
    """The trainers' time and what the session requires, all of it or what it held before."""
    already = [
        Requirement(bookable_id, units) for bookable_id, _title, units in list_required(db, session.id)
    ]
    also = booking.want_required(db, session.hub_id or 0, plan.requires, periods, already=already)
    booking.hold_staff_time(db, session, plan.trainer_ids, periods, also=also, now=now)


def _tell_trainers(db: Session, session: TrainingSession, before: list[Person], *, now: datetime) -> None:
    after = session.trainers
    messages.post_to_trainers(db, "planned", session, [p for p in after if p not in before], now=now)
    messages.post_to_trainers(db, "changed", session, [p for p in after if p in before], now=now)
    messages.post_to_trainers(db, "released", session, [p for p in before if p not in after], now=now)


def _is_told(session: TrainingSession, plan: SessionPlan) -> bool:
    """Whether people who hold a place would want to know."""
    return (
        tuple(sorted(plan.periods)) != _periods_of(session)
        or set(plan.trainer_ids) != {trainer.id for trainer in session.trainers}
        or (plan.place_name, plan.address, plan.access_notes, plan.video_link)
        != (session.place_name, session.address, session.access_notes, session.video_link)
    )


def _periods_of(session: TrainingSession) -> tuple[Period, ...]:
    return tuple((half_day.starts_at, half_day.ends_at) for half_day in session.half_days)


def _in_order(periods: Iterable[Period], *, known: tuple[Period, ...], now: datetime) -> tuple[Period, ...]:
    """In order, apart from each other, to come; a half day that was already planned may be past."""
    ordered = tuple(sorted(periods))
    if any(start <= now and (start, end) not in known for start, end in ordered):
        raise InThePast
    if any(one[1] > other[0] for one, other in pairwise(ordered)):
        raise HalfDaysOverlap
    return ordered


def _trainers(db: Session, hub_id: int, person_ids: Iterable[int], *, already: Iterable[int]) -> list[Person]:
    wanted = set(person_ids)
    allowed = {trainer.id for trainer in list_trainers(db, hub_id)} | set(already)
    if not wanted <= allowed:
        raise NotStaffOfHub
    return queries.list_people(db, wanted)


def _set_place(session: TrainingSession, plan: SessionPlan) -> None:
    session.place_name = plan.place_name
    session.address = plan.address
    session.access_notes = plan.access_notes
    session.video_link = plan.video_link


def _set_dates(session: TrainingSession, periods: tuple[Period, ...], plan: SessionPlan, *, hub: Hub) -> None:
    session.starts_at = periods[0][0]
    session.ends_at = periods[-1][1]
    zone = session.time_zone
    session.opens_before = plan.opens_before
    opens = plan.opens_before.at(session.starts_at, zone) if plan.opens_before else None
    session.opens_at = plan.opens_at or opens
    session.closes_before = plan.closes_before
    follows = plan.closes_before.at(session.starts_at, zone) if plan.closes_before else None
    session.closes_at = plan.closes_at or follows or session.starts_at - timedelta(hours=hub.close_hours)
    session.cancel_until = session.starts_at - timedelta(hours=hub.cancel_hours)


def _set_rules(session: TrainingSession, plan: SessionPlan) -> None:
    session.needs_approval = plan.needs_approval
    session.audience = plan.audience


def _set_minimum(session: TrainingSession, plan: SessionPlan, *, now: datetime) -> None:
    """The minimum, and when it is judged. What was decided stands, unless the question comes again later."""
    session.cancels_itself = plan.cancels_itself
    session.decides_before = plan.decides_before
    session.minimum = plan.minimum
    if plan.minimum is None or plan.decides_before is None:
        session.minimum = session.decides_at = session.verdict = session.decides_before = None
        return
    start = cast(datetime, session.starts_at)
    session.decides_at = plan.decides_before.at(start, session.time_zone)
    comes_again = now < session.decides_at < start
    if session.verdict == Verdict.ASKED and comes_again:
        session.verdict = None
    if session.verdict is None and not comes_again:
        raise DecidesTooLate
