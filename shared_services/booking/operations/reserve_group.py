"""Several people of an organisation at once: all or none, or as many as possible."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.core.errors import DomainError
from shared_services.core.references import new_reference

from .. import messages, queries
from ..errors import AlreadyBooked, Full, GroupRefused, GroupTooLarge, NobodyChosen
from ..models import Bookable, Booking, BookingGroup, BookingStatus
from ..periods import ONE_SLOT
from ..sharing import quotas, shares
from .reserve import check_open, statuses_when_free, take_without_overtaking, write_down


@dataclass(frozen=True)
class Outcome:
    """Who has a place or a rank, and who has neither and why, in the order asked."""

    group: BookingGroup
    bookings: list[Booking] = field(default_factory=list)
    refused: list[tuple[Person, DomainError]] = field(default_factory=list)

    def count(self, *statuses: BookingStatus) -> int:
        return sum(booking.status in statuses for booking in self.bookings)


def reserve_group(
    db: Session,
    bookable_id: int,
    *,
    people: Sequence[Person],
    by: Person,
    organisation_id: int | None,
    stays_together: bool,
    join_waiting_list: bool = True,
    now: datetime,
) -> Outcome:
    """One unit for each of the people.

    `stays_together`: one of them who may not come, and nobody is booked; too few units, and all wait
    together. Otherwise each is served in the order given, as if they came one after the other. Raises
    NobodyChosen, BookingClosed, BookingNotOpenYet; together also GroupRefused, GroupTooLarge, Full.
    """
    if not people:
        raise NobodyChosen
    bookable = queries.lock_bookables(db, [bookable_id])[bookable_id]
    check_open(bookable, bookable.period, staff_adds=False, now=now)
    refused = _refusals(db, bookable, people, organisation_id, now=now)
    if stays_together and refused:
        raise GroupRefused(why=" ".join(f"{p.name} : {refused[p.id]}" for p in people if p.id in refused))
    group = BookingGroup(
        bookable_id=bookable.id,
        organisation_id=organisation_id,
        booked_by_id=by.id,
        stays_together=stays_together,
        created_at=now,
    )
    db.add(group)
    db.flush()
    outcome = Outcome(group, refused=[(p, refused[p.id]) for p in people if p.id in refused])
    served = [person for person in people if person.id not in refused]
    for party in [served] if stays_together else [[person] for person in served]:
        try:
            outcome.bookings.extend(
                _book(db, group, bookable, party, by=by, join_waiting_list=join_waiting_list, now=now)
            )
        except Full as error:
            if stays_together:
                raise
            outcome.refused.extend((person, error) for person in party)
    if outcome.refused:
        not_served = [{"person_id": person.id, "why": str(error)} for person, error in outcome.refused]
        audit.record(db, group, "not_served", by=by, now=now, details={"people": not_served})
    for booking in outcome.bookings:
        messages.post_status(db, booking, bookable, now=now)
    return outcome


def _refusals(
    db: Session, bookable: Bookable, people: Sequence[Person], organisation_id: int | None, *, now: datetime
) -> dict[int, DomainError]:
    """Who may not be booked at all, and why, whatever is free."""
    ids = [person.id for person in people]
    quotas.lock_takers(db, ids, organisation_id)
    live = queries.find_live_bookings(db, bookable.id, ids)
    refused: dict[int, DomainError] = {
        id_: AlreadyBooked(reference=booking.reference) for id_, booking in live.items()
    }
    asking = [id_ for id_ in ids if id_ not in refused]
    return refused | quotas.what_forbids(db, bookable, asking, organisation_id, now=now)


def _book(
    db: Session,
    group: BookingGroup,
    bookable: Bookable,
    party: Sequence[Person],
    *,
    by: Person,
    join_waiting_list: bool,
    now: datetime,
) -> list[Booking]:
    """Units for the whole party, or a rank for the whole party. Raises Full, GroupTooLarge."""
    statuses = statuses_when_free(db, bookable, [person.id for person in party], now=now)
    try:
        shares.check_share(db, bookable, group.organisation_id, ONE_SLOT, len(party), now=now)
        take_without_overtaking(db, bookable, bookable.period, len(party), now=now)
    except Full:
        if not join_waiting_list:
            raise
        _check_could_come(bookable, len(party))
        statuses = dict.fromkeys(statuses, BookingStatus.WAITLISTED)
    bookings = [
        Booking(
            reference=new_reference(),
            bookable_id=bookable.id,
            person_id=person.id,
            organisation_id=group.organisation_id,
            booked_by_id=by.id,
            group_id=group.id,
            units=1,
            period=bookable.period,
        )
        for person in party
    ]
    for booking in bookings:
        write_down(db, booking, statuses[booking.person_id], by=by, now=now)
    return bookings


def _check_could_come(bookable: Bookable, people: int) -> None:
    """Raises GroupTooLarge for a party that would wait for ever."""
    most = min(bookable.capacity, bookable.organisation_limit or bookable.capacity)
    if people > max(most, 1):
        raise GroupTooLarge(people=people, most=most)
