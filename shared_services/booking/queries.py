"""Reads about bookables and bookings."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, case, exists, func, literal, not_, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from shared_services.accounts.models import Person
from shared_services.catalogue.models import Offer
from shared_services.core.audit import AuditEntry
from shared_services.core.errors import NotFound
from shared_services.core.i18n import _
from shared_services.core.references import clean_reference

from .mailing_models import Mailing
from .models import (
    HOLDING,
    LIVE,
    Bookable,
    BookableStatus,
    Booking,
    BookingGroup,
    BookingStatus,
    CapacitySlot,
    Hold,
    KeptSeats,
    StaffTime,
    Verdict,
)
from .periods import DATES


@dataclass(frozen=True)
class Seats:
    """Places of a bookable with one slot: how many, how many taken, how many people wait.

    `confirmed` are those whose place is certain: a minimum is about them alone.
    """

    capacity: int
    taken: int
    waiting: int
    confirmed: int = 0
    minimum: int | None = None

    @property
    def left(self) -> int:
        return max(0, self.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        """Full for a newcomer: nobody overtakes those who wait."""
        return self.left == 0 or self.waiting > 0

    @property
    def is_thin(self) -> bool:
        """Fewer than the minimum of people, or less than a third of the places taken where there is none."""
        return self.confirmed < self.minimum if self.minimum else self.taken * 3 < self.capacity


def lock_bookables(db: Session, bookable_ids: Iterable[int]) -> dict[int, Bookable]:
    """Lock the rows in id order and read them again. Raises NotFound when one is missing.

    On SQLite the write transaction itself is the lock (BEGIN IMMEDIATE).
    """
    wanted = sorted(set(bookable_ids))
    statement = (
        select(Bookable)
        .where(Bookable.id.in_(wanted))
        .order_by(Bookable.id)
        .with_for_update(of=Bookable)
        .execution_options(populate_existing=True)
    )
    found = {bookable.id: bookable for bookable in db.scalars(statement)}
    if len(found) != len(wanted):
        raise NotFound
    return found


def lock_booking(db: Session, booking_id: int) -> tuple[Booking, Bookable]:
    """Lock the bookable of a booking, then read the booking again. Raises NotFound."""
    bookable_id = get_bookable_id(db, booking_id)
    bookable = lock_bookables(db, [bookable_id])[bookable_id]
    booking = reread_booking(db, booking_id)
    # Between the two reads somebody may have moved it to another bookable.
    return (booking, bookable) if booking.bookable_id == bookable_id else lock_booking(db, booking_id)


def get_bookable_id(db: Session, booking_id: int) -> int:
    """Raises NotFound."""
    bookable_id = db.scalar(select(Booking.bookable_id).where(Booking.id == booking_id))
    if bookable_id is None:
        raise NotFound
    return bookable_id


def reread_booking(db: Session, booking_id: int) -> Booking:
    """The booking as it is now that its bookable is locked."""
    statement = select(Booking).where(Booking.id == booking_id).options(joinedload(Booking.group))
    return db.scalars(statement.execution_options(populate_existing=True)).one()


def find_live_booking(db: Session, bookable_id: int, person_id: int, slots: range) -> Booking | None:
    """The person's live booking that overlaps those slots."""
    return db.scalar(
        select(Booking).where(
            Booking.bookable_id == bookable_id,
            Booking.person_id == person_id,
            Booking.status.in_(LIVE),
            Booking.first_slot <= slots[-1],
            Booking.last_slot >= slots[0],
        )
    )


def find_live_bookings(db: Session, bookable_id: int, person_ids: Sequence[int]) -> dict[int, Booking]:
    """The live booking of each of those people in a bookable with one slot, by person."""
    live = select(Booking).where(
        Booking.bookable_id == bookable_id, Booking.person_id.in_(person_ids), Booking.status.in_(LIVE)
    )
    return {booking.person_id: booking for booking in db.scalars(live)}


def list_groups(db: Session, bookable_id: int) -> list[BookingGroup]:
    return list(db.scalars(select(BookingGroup).where(BookingGroup.bookable_id == bookable_id)))


def list_attended(db: Session, offer_id: int | None, person_ids: Sequence[int]) -> dict[int, Booking]:
    """The last time each of those people attended a date of the offer, by person, with its bookable."""
    attended = (
        select(Booking)
        .join(Booking.bookable)
        .where(
            Bookable.offer_id == offer_id,
            Booking.person_id.in_(person_ids),
            Booking.status == BookingStatus.ATTENDED,
        )
        .options(joinedload(Booking.bookable))
        .order_by(Booking.starts_at)
    )
    return {booking.person_id: booking for booking in db.scalars(attended)}


def find_staff_time(db: Session, person_id: int) -> StaffTime | None:
    return db.scalar(select(StaffTime).where(StaffTime.person_id == person_id))


def get_booking(db: Session, reference: str) -> Booking:
    """With its bookable, person and organisation; the reference as people type it. Raises NotFound."""
    booking = db.scalar(_with_people().where(Booking.reference == clean_reference(reference)))
    if booking is None:
        raise NotFound
    return booking


def list_bookings(db: Session, booking_ids: Sequence[int]) -> list[Booking]:
    """In the order they were asked for."""
    return list(db.scalars(_with_people().where(Booking.id.in_(booking_ids)).order_by(Booking.id)))


def find_booking(db: Session, booking_id: int) -> Booking | None:
    return db.scalar(_with_people().where(Booking.id == booking_id))


def _with_people() -> Select[Booking]:
    return select(Booking).options(
        joinedload(Booking.bookable),
        joinedload(Booking.person),
        joinedload(Booking.organisation),
        joinedload(Booking.group),
    )


def bookings_of_person(person_id: int, *, is_past: bool, now: datetime) -> Select[Booking]:
    """With their bookable: live and to come, the soonest first; or the rest, the latest first."""
    statement = select(Booking).where(Booking.person_id == person_id).options(joinedload(Booking.bookable))
    return _coming_or_past(statement, is_past=is_past, now=now)


def list_of_person_between(db: Session, person_id: int, first: datetime, last: datetime) -> list[Booking]:
    """What a person has, asked for or came to over that time, the soonest first, with its bookable."""
    shown = LIVE | HOLDING
    statement = (
        select(Booking)
        .where(
            Booking.person_id == person_id,
            Booking.status.in_(shown),
            Booking.starts_at < last,
            Booking.ends_at > first,
        )
        .options(joinedload(Booking.bookable))
        .order_by(Booking.starts_at, Booking.id)
    )
    return list(db.scalars(statement))


def list_live_of(db: Session, person_id: int, organisation_id: int, *, now: datetime) -> list[Booking]:
    """What a person still has to come for that organisation, the soonest first."""
    statement = (
        select(Booking)
        .where(
            Booking.person_id == person_id,
            Booking.organisation_id == organisation_id,
            Booking.status.in_(LIVE),
            Booking.ends_at > now,
        )
        .options(joinedload(Booking.bookable))
        .order_by(Booking.starts_at, Booking.id)
    )
    return list(db.scalars(statement))


def list_attended_by(db: Session, person_id: int) -> list[Booking]:
    """Every date a person attended, for whichever organisation, the latest first."""
    statement = (
        select(Booking)
        .where(Booking.person_id == person_id, Booking.status == BookingStatus.ATTENDED)
        .options(joinedload(Booking.bookable))
        .order_by(Booking.starts_at.desc(), Booking.id)
    )
    return list(db.scalars(statement))


def bookings_of_organisation(
    organisation_id: int, *, person_id: int | None, is_past: bool, now: datetime
) -> Select[Booking]:
    """What its people booked for it: live and to come, the soonest first; or the rest, the latest first."""
    statement = _with_people().where(Booking.organisation_id == organisation_id)
    if person_id is not None:
        statement = statement.where(Booking.person_id == person_id)
    return _coming_or_past(statement, is_past=is_past, now=now)


def _coming_or_past(statement: Select[Booking], *, is_past: bool, now: datetime) -> Select[Booking]:
    is_coming = and_(Booking.status.in_(LIVE), Booking.ends_at > now)
    order = Booking.starts_at.desc() if is_past else Booking.starts_at
    return statement.where(not_(is_coming) if is_past else is_coming).order_by(order, Booking.id)


def list_attended_for(db: Session, organisation_id: int) -> list[Booking]:
    """Every attended date of the organisation's people, the latest first."""
    attended = (
        _with_people()
        .where(Booking.organisation_id == organisation_id, Booking.status == BookingStatus.ATTENDED)
        .order_by(Booking.starts_at.desc(), Booking.id)
    )
    return list(db.scalars(attended))


def list_roster(db: Session, bookable_id: int) -> list[Booking]:
    """Everybody who booked or waits, live first, in order of asking."""
    gone = case(
        (Booking.status.in_([BookingStatus.CANCELLED, BookingStatus.REFUSED]), 1),
        else_=0,
    )
    return list(
        db.scalars(
            _with_people()
            .where(Booking.bookable_id == bookable_id)
            .order_by(gone, Booking.asked_at, Booking.id)
        )
    )


def list_bookings_between(db: Session, hub_id: int, first: datetime, last: datetime) -> list[Booking]:
    """All bookings of the hub that start from `first` on and before `last`, by date."""
    return list(
        db.scalars(
            _with_people()
            .join(Booking.bookable)
            .where(
                Bookable.hub_id == hub_id,
                Bookable.offer_id.is_not(None),
                Booking.starts_at >= first,
                Booking.starts_at < last,
            )
            .order_by(Booking.starts_at, Bookable.id, Booking.asked_at, Booking.id)
        )
    )


def list_with_statuses(db: Session, bookable_id: int, statuses: Collection[BookingStatus]) -> list[Booking]:
    """With people, in order of asking."""
    statement = _with_people().where(Booking.bookable_id == bookable_id, Booking.status.in_(statuses))
    return list(db.scalars(statement.order_by(Booking.asked_at, Booking.id)))


def find_mailing(db: Session, nonce: str) -> Mailing | None:
    return db.scalar(select(Mailing).where(Mailing.nonce == nonce))


def list_mailings(db: Session, bookable_id: int) -> list[Mailing]:
    """What was written to the people of a date, the newest first, with who wrote it."""
    return list(
        db.scalars(
            select(Mailing)
            .where(Mailing.bookable_id == bookable_id)
            .options(joinedload(Mailing.sent_by))
            .order_by(Mailing.sent_at.desc(), Mailing.id.desc())
        )
    )


def list_live_bookings(db: Session, bookable_id: int) -> list[Booking]:
    statement = _with_people().where(Booking.bookable_id == bookable_id, Booking.status.in_(LIVE))
    return list(db.scalars(statement.order_by(Booking.asked_at, Booking.id)))


def seats_of(db: Session, bookable_ids: Sequence[int]) -> dict[int, Seats]:
    """Places left of bookables with one slot; two statements whatever their number."""
    rows = db.execute(
        select(
            Bookable.id,
            Bookable.capacity,
            func.coalesce(func.max(CapacitySlot.taken), 0),
            Bookable.minimum,
        )
        .outerjoin(CapacitySlot, CapacitySlot.bookable_id == Bookable.id)
        .where(Bookable.id.in_(bookable_ids))
        .group_by(Bookable.id, Bookable.capacity, Bookable.minimum)
    ).all()
    is_waiting, is_in = (
        Booking.status == status for status in (BookingStatus.WAITLISTED, BookingStatus.CONFIRMED)
    )
    people = {
        bookable_id: (waiting, confirmed)
        for bookable_id, waiting, confirmed in db.execute(
            select(
                Booking.bookable_id,
                func.count(case((is_waiting, 1))),
                func.coalesce(func.sum(case((is_in, Booking.units))), 0),
            )
            .where(Booking.bookable_id.in_(bookable_ids), or_(is_waiting, is_in))
            .group_by(Booking.bookable_id)
        )
    }
    return {
        bookable_id: Seats(capacity, taken, *people.get(bookable_id, (0, 0)), minimum)
        for bookable_id, capacity, taken, minimum in rows
    }


def list_coming(db: Session, offer_ids: Sequence[int], *, now: datetime) -> list[Bookable]:
    """Scheduled bookables of those offers that have not started, the soonest first."""
    return list(
        db.scalars(
            select(Bookable)
            .where(
                Bookable.offer_id.in_(offer_ids),
                Bookable.status == BookableStatus.SCHEDULED,
                Bookable.starts_at > now,
            )
            .order_by(Bookable.starts_at, Bookable.id)
        )
    )


def list_expired_places(db: Session, *, now: datetime) -> list[int]:
    """Ids of pending or offered bookings whose deadline has passed, the oldest first."""
    return list(
        db.scalars(
            select(Booking.id).where(Booking.expires_at <= now).order_by(Booking.expires_at, Booking.id)
        )
    )


def list_left_behind(db: Session, *, ended_after: datetime) -> list[Booking]:
    """Bookings that have not the dates of their dated bookable, with it."""
    differs = or_(*(getattr(Booking, name).is_distinct_from(getattr(Bookable, name)) for name in DATES))
    return list(
        db.scalars(
            select(Booking)
            .join(Booking.bookable)
            .where(Bookable.starts_at.is_not(None), Bookable.ends_at > ended_after, differs)
            .options(contains_eager(Booking.bookable))
        )
    )


def list_waiting_in_vain(db: Session, *, now: datetime) -> list[int]:
    """Ids of bookings that still wait although bookings have closed."""
    return list(
        db.scalars(
            select(Booking.id)
            .where(Booking.status == BookingStatus.WAITLISTED, Booking.closes_at <= now)
            .order_by(Booking.id)
        )
    )


def list_with_places_to_offer(db: Session, *, now: datetime) -> list[int]:
    """Ids of open bookables for which somebody waits although units are free in all of her slots."""
    is_full = (CapacitySlot.bookable_id == Booking.bookable_id) & (
        CapacitySlot.slot.between(Booking.first_slot, Booking.last_slot)
        & (CapacitySlot.taken >= CapacitySlot.capacity)
    )
    return list(
        db.scalars(
            select(Bookable.id)
            .join(Booking, Booking.bookable_id == Bookable.id)
            .where(
                Booking.status == BookingStatus.WAITLISTED,
                Bookable.status == BookableStatus.SCHEDULED,
                Bookable.verdict.is_distinct_from(Verdict.ASKED),
                or_(Booking.closes_at.is_(None), Booking.closes_at > now),
                Bookable.capacity > 0,
                ~exists().where(is_full),
            )
            .distinct()
            .order_by(Bookable.id)
        )
    )


def list_to_decide(db: Session, kind: str, *, now: datetime) -> list[int]:
    """Ids of dates of that kind whose minimum of people is to be judged now, the first due first."""
    return list(
        db.scalars(
            select(Bookable.id)
            .where(
                Bookable.kind == kind,
                Bookable.status == BookableStatus.SCHEDULED,
                Bookable.verdict.is_(None),
                Bookable.decides_at <= now,
                Bookable.starts_at > now,
            )
            .order_by(Bookable.decides_at, Bookable.id)
        )
    )


def count_confirmed(db: Session, bookable_id: int) -> int:
    """How many units are confirmed: what a minimum of people is about."""
    confirmed = select(func.coalesce(func.sum(Booking.units), 0)).where(
        Booking.bookable_id == bookable_id, Booking.status == BookingStatus.CONFIRMED
    )
    return db.scalar(confirmed) or 0


def list_to_end(db: Session, *, now: datetime) -> list[int]:
    """Ids of scheduled bookables that are over."""
    return list(
        db.scalars(
            select(Bookable.id)
            .where(Bookable.status == BookableStatus.SCHEDULED, Bookable.ends_at <= now)
            .order_by(Bookable.id)
        )
    )


def list_starting_within(db: Session, span: timedelta, *, now: datetime) -> list[Booking]:
    """Confirmed bookings that start within that time, with bookable and person."""
    return list(
        db.scalars(
            _with_people()
            .join(Booking.bookable)
            .where(
                Booking.status == BookingStatus.CONFIRMED,
                Bookable.status == BookableStatus.SCHEDULED,
                Booking.starts_at > now,
                Booking.starts_at <= now + span,
            )
            .options(joinedload(Booking.bookable).joinedload(Bookable.hub))
            .order_by(Booking.id)
        )
    )


def list_in_the_way(db: Session, bookable_id: int, slots: Sequence[int]) -> list[str]:
    """What holds units in one of those slots: references of bookings, titles of what holds some for its
    dates, and baskets, which name nobody."""
    bookings = (
        select(Booking.reference, Booking.first_slot, Booking.last_slot)
        .where(Booking.bookable_id == bookable_id, Booking.status.in_(HOLDING))
        .order_by(Booking.first_slot, Booking.id)
    )
    holds = (
        select(Offer.title, Hold.first_slot, Hold.last_slot)
        .join(Bookable, Bookable.id == Hold.for_bookable_id)
        .join(Offer, Offer.id == Bookable.offer_id)
        .where(Hold.bookable_id == bookable_id)
        .order_by(Hold.first_slot, Hold.id)
    )
    baskets = (
        select(literal(_("le panier de quelqu'un")), Hold.first_slot, Hold.last_slot)
        .where(Hold.bookable_id == bookable_id, Hold.basket_line_id.is_not(None))
        .order_by(Hold.first_slot, Hold.id)
    )
    return [
        name
        for statement in (bookings, holds, baskets)
        for name, first, last in db.execute(statement)
        if any(first <= slot <= last for slot in slots)
    ]


def list_kept_for(db: Session, bookable_id: int, person_id: int, slots: range) -> list[Hold]:
    """What her basket keeps of a bookable in some of those slots."""
    kept = select(Hold).where(
        Hold.bookable_id == bookable_id,
        Hold.person_id == person_id,
        Hold.first_slot <= slots[-1],
        Hold.last_slot >= slots[0],
    )
    return list(db.scalars(kept.order_by(Hold.id)))


def list_kept_by(db: Session, line_ids: Sequence[int]) -> list[Hold]:
    """What those lines of baskets keep."""
    return list(db.scalars(select(Hold).where(Hold.basket_line_id.in_(line_ids)).order_by(Hold.id)))


def list_asked_for(db: Session, bookable_ids: Sequence[int], person_id: int) -> list[tuple[int, range, bool]]:
    """The slots of those bookables that somebody waits for, or that this person has or asked for already;
    the third says whether they are hers."""
    is_hers = and_(Booking.person_id == person_id, Booking.status.in_(LIVE))
    asked = select(Booking.bookable_id, Booking.first_slot, Booking.last_slot, is_hers).where(
        Booking.bookable_id.in_(bookable_ids), or_(Booking.status == BookingStatus.WAITLISTED, is_hers)
    )
    return [(id_, range(first, last + 1), bool(hers)) for id_, first, last, hers in db.execute(asked)]


def list_holds(db: Session, for_bookable_id: int) -> list[Hold]:
    """What is held for a bookable itself; what its bookings take along is theirs."""
    statement = select(Hold).where(Hold.for_bookable_id == for_bookable_id, Hold.booking_id.is_(None))
    return list(db.scalars(statement.order_by(Hold.id)))


def list_holds_of_booking(db: Session, booking_id: int) -> list[Hold]:
    return list(db.scalars(select(Hold).where(Hold.booking_id == booking_id).order_by(Hold.id)))


def list_holds_of(db: Session, bookable_id: int) -> list[Hold]:
    """What its units are held for."""
    return list(db.scalars(select(Hold).where(Hold.bookable_id == bookable_id).order_by(Hold.id)))


def live_bookable_ids(db: Session, person_id: int) -> set[int]:
    """What she has a live booking of."""
    live = select(Booking.bookable_id).where(Booking.person_id == person_id, Booking.status.in_(LIVE))
    return set(db.scalars(live))


def list_doubles(db: Session, first_id: int, second_id: int) -> list[tuple[Booking, Booking]]:
    """Pairs of live bookings of two people for the very same thing and time."""
    first, second = aliased(Booking), aliased(Booking)
    same = and_(first.bookable_id == second.bookable_id, first.first_slot == second.first_slot)
    statement = (
        select(first, second)
        .join(second, same)
        .where(
            first.person_id == first_id,
            second.person_id == second_id,
            first.status.in_(LIVE),
            second.status.in_(LIVE),
        )
        .order_by(first.bookable_id, first.id)
        .execution_options(populate_existing=True)
    )
    return [(one, other) for one, other in db.execute(statement)]


def list_required(db: Session, for_bookable_id: int) -> list[tuple[int, str, int]]:
    """What is held for a date besides people: the bookable, its title, how many units; by title."""
    statement = (
        select(Hold.bookable_id, Offer.title, Hold.units)
        .join(Bookable, Bookable.id == Hold.bookable_id)
        .join(Offer, Offer.id == Bookable.offer_id)
        .where(Hold.for_bookable_id == for_bookable_id)
        .distinct()
        .order_by(Offer.title, Hold.bookable_id)
    )
    return [(row.bookable_id, row.title, row.units) for row in db.execute(statement)]


def kinds_of(db: Session, bookable_ids: Sequence[int]) -> dict[int, str]:
    """The kind of each of those bookables."""
    statement = select(Bookable.id, Bookable.kind).where(Bookable.id.in_(bookable_ids))
    return {row.id: row.kind for row in db.execute(statement)}


def list_held_from(db: Session, bookable_ids: Sequence[int], first_slot: int) -> list[tuple[Hold, Bookable]]:
    """What is held of those for dates, from a slot on, with the date and its offer; the soonest first."""
    statement = (
        select(Hold, Bookable)
        .join(Bookable, Bookable.id == Hold.for_bookable_id)
        .where(Hold.bookable_id.in_(bookable_ids), Hold.last_slot >= first_slot)
        .options(joinedload(Bookable.offer))
        .order_by(Hold.first_slot, Hold.id)
    )
    return [(hold, bookable) for hold, bookable in db.execute(statement)]


def list_staff_holds(db: Session, person_ids: Iterable[int], slots: range) -> list[tuple[int, range]]:
    """Whose time is held in those quarter hours, over all hubs, and which of them."""
    statement = (
        select(StaffTime.person_id, Hold.first_slot, Hold.last_slot)
        .join(Hold, Hold.bookable_id == StaffTime.id)
        .where(
            StaffTime.person_id.in_(list(person_ids)),
            Hold.first_slot < slots.stop,
            Hold.last_slot >= slots.start,
        )
        .order_by(StaffTime.person_id, Hold.first_slot)
    )
    return [(person_id, range(first, last + 1)) for person_id, first, last in db.execute(statement)]


def get_bookable(db: Session, bookable_id: int) -> Bookable:
    """Raises NotFound."""
    found = db.scalar(select(Bookable).where(Bookable.id == bookable_id))
    if found is None:
        raise NotFound
    return found


def find_title(db: Session, bookable: Bookable) -> str:
    """What people call it: the title of its offer; empty for somebody's time."""
    return db.scalar(select(Offer.title).where(Offer.id == bookable.offer_id)) or ""


def get_kept_seats(db: Session, kept_id: int) -> KeptSeats:
    """Raises NotFound."""
    found = db.get(KeptSeats, kept_id)
    if found is None:
        raise NotFound
    return found


def get_group(db: Session, group_id: int) -> tuple[BookingGroup, Bookable]:
    """A group and what it booked. Raises NotFound."""
    found = db.execute(
        select(BookingGroup, Bookable)
        .join(Bookable, Bookable.id == BookingGroup.bookable_id)
        .where(BookingGroup.id == group_id)
    ).first()
    if found is None:
        raise NotFound
    return found[0], found[1]


def list_of_group(db: Session, group_id: int) -> list[Booking]:
    """The bookings of a group with their people, in the order they were asked for."""
    return list(db.scalars(_with_people().where(Booking.group_id == group_id).order_by(Booking.id)))


def list_not_served(db: Session, group_id: int) -> list[tuple[Person, str]]:
    """Who of a group got neither place nor rank, and the sentence that said why."""
    entry = db.scalar(
        select(AuditEntry).where(
            AuditEntry.subject_kind == BookingGroup.__tablename__,
            AuditEntry.subject_id == group_id,
            AuditEntry.action == "not_served",
        )
    )
    told = {row["person_id"]: row["why"] for row in (entry.details or {})["people"]} if entry else {}
    people = db.scalars(select(Person).where(Person.id.in_(told)).order_by(Person.sort_key, Person.id))
    return [(person, told[person.id]) for person in people]


def list_history(db: Session, booking_id: int) -> list[AuditEntry]:
    """Every move of a booking, the oldest first."""
    return list(
        db.scalars(
            select(AuditEntry)
            .where(
                AuditEntry.subject_kind == Booking.__tablename__,
                AuditEntry.subject_id == booking_id,
            )
            .order_by(AuditEntry.at, AuditEntry.id)
        )
    )
