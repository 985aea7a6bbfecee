"""Too many absences: who missed dates of a hub so often that it wants to agree to her next ones first.

Counted from the bookings, so that a corrected attendance sheet counts at once; what an accepted review
covers no longer does. Checked wherever a participant takes a place in a date; what the hub's staff add is
agreed to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload

from shared_services.accounts.models import Person
from shared_services.core.errors import existing
from shared_services.network.models import Hub

from ..models import Bookable, Booking, BookingStatus
from .models import NoShowReview


@dataclass(frozen=True)
class NoShows:
    """How many absences of one person a hub counts, and from how many on it gives its agreement first."""

    count: int
    allowed: int

    @property
    def need_approval(self) -> bool:
        return self.count >= self.allowed

    @property
    def are_one_short(self) -> bool:
        """One more and her bookings need the hub's agreement."""
        return self.count == self.allowed - 1


def count_no_shows(
    db: Session, hub_id: int | None, person_ids: Iterable[int], *, now: datetime
) -> dict[int, NoShows]:
    """Whoever missed at least one date of the hub in the last twelve months, one statement; nobody where
    the hub has no such rule."""
    counted = (
        select(Booking.person_id, func.count(), Hub.no_shows_allowed)
        .join(Bookable, Bookable.id == Booking.bookable_id)
        .join(Hub, Hub.id == Bookable.hub_id)
        .where(Hub.id == hub_id, Booking.person_id.in_(sorted(set(person_ids))), *_counts(now))
        .group_by(Booking.person_id, Hub.no_shows_allowed)
    )
    return {
        person_id: NoShows(count, allowed)
        for person_id, count, allowed in db.execute(counted)
        if allowed is not None
    }


def who_needs_approval(
    db: Session, bookable: Bookable, person_ids: Sequence[int], *, now: datetime
) -> set[int]:
    """Whose place in this date the hub must agree to, even if the date asks for no agreement."""
    if not bookable.is_dated:
        return set()
    missed = count_no_shows(db, bookable.hub_id, person_ids, now=now)
    return {person_id for person_id, hers in missed.items() if hers.need_approval}


def list_no_shows(db: Session, hub_id: int, person_id: int, *, now: datetime) -> list[Booking]:
    """What the hub counts of one person, the latest first, with its offer."""
    counted = (
        select(Booking)
        .join(Bookable, Bookable.id == Booking.bookable_id)
        .where(Bookable.hub_id == hub_id, Booking.person_id == person_id, *_counts(now))
        .options(joinedload(Booking.bookable).joinedload(Bookable.offer))
        .order_by(Booking.starts_at.desc(), Booking.id.desc())
    )
    return list(db.scalars(counted))


def list_people_at_limit(db: Session, hub: Hub, *, now: datetime) -> list[tuple[Person, NoShows]]:
    """Everybody whose next place needs the hub's agreement, by name."""
    if hub.no_shows_allowed is None:
        return []
    counted = (
        select(Booking.person_id, func.count().label("missed"))
        .join(Bookable, Bookable.id == Booking.bookable_id)
        .where(Bookable.hub_id == hub.id, *_counts(now))
        .group_by(Booking.person_id)
        .having(func.count() >= hub.no_shows_allowed)
        .subquery()
    )
    people = select(Person, counted.c.missed).join(counted, counted.c.person_id == Person.id)
    rows = db.execute(people.order_by(Person.sort_key, Person.id))
    return [(person, NoShows(missed, hub.no_shows_allowed)) for person, missed in rows]


def find_latest_review(db: Session, hub_id: int, person_id: int) -> NoShowReview | None:
    """What she last asked that hub."""
    hers = _reviews().where(NoShowReview.hub_id == hub_id, NoShowReview.person_id == person_id)
    return db.scalar(hers.order_by(NoShowReview.asked_at.desc(), NoShowReview.id.desc()).limit(1))


def list_open_reviews(db: Session, hub_id: int) -> list[NoShowReview]:
    """What waits for the hub's answer, the oldest first."""
    waiting = _reviews().where(NoShowReview.hub_id == hub_id, NoShowReview.answered_at.is_(None))
    return list(db.scalars(waiting.order_by(NoShowReview.asked_at, NoShowReview.id)))


def get_review(db: Session, review_id: int) -> NoShowReview:
    """With its person and its hub. Raises NotFound."""
    return existing(db.scalar(_reviews().where(NoShowReview.id == review_id)))


def lock_review(db: Session, review_id: int) -> NoShowReview:
    """Locked, and read again. Raises NotFound."""
    statement = select(NoShowReview).where(NoShowReview.id == review_id).with_for_update()
    return existing(db.scalar(statement.execution_options(populate_existing=True)))


def can_ask_again(missed: Sequence[Booking], latest: NoShowReview | None) -> bool:
    """Once for what is counted; again when another absence came since."""
    if not missed or latest is None:
        return bool(missed)
    newest = missed[0].starts_at
    return latest.answered_at is not None and newest is not None and newest > latest.asked_at


def a_year_later(moment: datetime, years: int = 1) -> datetime:
    """The same day of another year; the 28th for a 29th of February."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)


def _counts(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Missed dates of the last twelve months that no accepted review covers."""
    covered = exists().where(
        NoShowReview.hub_id == Bookable.hub_id,
        NoShowReview.person_id == Booking.person_id,
        NoShowReview.is_accepted.is_(True),
        NoShowReview.asked_at >= Booking.starts_at,
    )
    return (
        Booking.status == BookingStatus.NO_SHOW,
        Bookable.starts_at.is_not(None),
        Booking.starts_at > a_year_later(now, -1),
        ~covered,
    )


def _reviews() -> Select[NoShowReview]:
    return select(NoShowReview).options(joinedload(NoShowReview.person), joinedload(NoShowReview.hub))
