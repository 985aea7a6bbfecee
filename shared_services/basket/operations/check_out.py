"""Booking what is in the basket: all of it or nothing, or line by line."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.basketing import Asked
from shared_services.booking.models import Bookable, Booking
from shared_services.booking.operations import let_go
from shared_services.booking.queries import lock_bookables
from shared_services.core.errors import DomainError

from .. import queries
from ..errors import BasketEmpty, BasketRefused
from ..models import BasketLine
from .let_go import drop
from .rehearse import book, in_words_of_the_basket


@dataclass(frozen=True)
class Outcome:
    """What became of the lines: the bookings, and by the number of a line what refused it."""

    bookings: list[Booking]
    refusals: dict[int, DomainError]


def check_out(
    db: Session,
    *,
    person: Person,
    all_or_nothing: bool,
    despite: Collection[int] = (),
    now: datetime,
) -> Outcome:
    """Book each line by its kind's own verb, so that everything is checked again.

    `despite`: the lines that she wants although another place is at the same hours. What is refused stays
    in the basket with its sentence. Raises BasketEmpty; BasketRefused when it must be all and is not.
    """
    lines, locked = _lock(db, person)
    outcome = Outcome([], {})
    for line in lines:
        line.despite_overlap = line.despite_overlap or line.id in despite
        _give_back_in_time(db, line, locked, now=now)
        try:
            with db.begin_nested():
                outcome.bookings.append(_book(db, line, line.asked, locked, person=person, now=now))
        except DomainError as error:
            played = {booking.reference for booking in outcome.bookings} if all_or_nothing else set()
            outcome.refusals[line.id] = in_words_of_the_basket(error, played)
            line.refusal = str(outcome.refusals[line.id])
    if all_or_nothing and outcome.refusals:
        raise BasketRefused(outcome.refusals)
    return outcome


def join_list(db: Session, line_id: int, *, person: Person, now: datetime) -> Booking:
    """Wait for what a line asks for, when it is not free: the booking takes its place in the waiting list.

    Raises what the kind's verb raises.
    """
    line = queries.get_line(db, line_id)
    locked = lock_bookables(db, [line.bookable_id])
    line = queries.get_line(db, line_id)
    _give_back_in_time(db, line, locked, now=now)
    return _book(db, line, replace(line.asked, join_waiting_list=True), locked, person=person, now=now)


def _give_back_in_time(db: Session, line: BasketLine, locked: dict[int, Bookable], *, now: datetime) -> None:
    """What was kept long enough goes first to those who wait for it."""
    if line.held_until <= now:
        let_go(db, locked[line.bookable_id], line.id, now=now)


def _book(
    db: Session,
    line: BasketLine,
    asked: Asked,
    locked: dict[int, Bookable],
    *,
    person: Person,
    now: datetime,
) -> Booking:
    bookable = locked[line.bookable_id]
    booking = book(db, bookable, asked, person=person, now=now)
    let_go(db, bookable, line.id, now=now)  # the kind's rules changed meanwhile: other slots were kept
    drop(db, line)
    return booking


def _lock(db: Session, person: Person) -> tuple[list[BasketLine], dict[int, Bookable]]:
    """The lines as they are once all that they hold is locked, in the order of the bookables' numbers."""
    before = queries.list_lines(db, person.id)
    if not before:
        raise BasketEmpty
    locked = lock_bookables(db, {line.bookable_id for line in before})
    lines = [line for line in queries.list_lines(db, person.id) if line.bookable_id in locked]
    if not lines:  # another tab booked it all
        raise BasketEmpty
    return lines, locked
