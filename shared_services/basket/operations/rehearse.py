"""Whether something could be booked together with what the basket has already.

The kind's own verb is played and taken back: whatever it refuses is refused before anything is kept,
and no rule is written twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.basketing import Asked, Basketing
from shared_services.booking.facts import kinds_that_occupy
from shared_services.booking.kinds import kind_of
from shared_services.booking.models import Bookable, Booking
from shared_services.booking.periods import Period
from shared_services.core.errors import DomainError, NotFound

from ..errors import SAID_OF_THE_BASKET
from ..models import BasketLine


@dataclass(frozen=True)
class Promise:
    """What would be booked: when, how many, for which organisation."""

    period: Period
    units: int
    organisation_id: int | None


def basketing_of(bookable: Bookable) -> Basketing:
    """How its kind is put in a basket. Raises NotFound when it is not."""
    try:
        basketing = kind_of(bookable.kind).basket
    except KeyError:  # somebody's time is no kind that people book
        basketing = None
    if basketing is None:
        raise NotFound
    return basketing


def book(db: Session, bookable: Bookable, asked: Asked, *, person: Person, now: datetime) -> Booking:
    """By the kind's own verb."""
    return basketing_of(bookable).book(db, asked, person=person, now=now)


def rehearse(
    db: Session,
    bookable: Bookable,
    asked: Asked,
    beside: Sequence[BasketLine],
    *,
    person: Person,
    now: datetime,
) -> Promise:
    """Play the booking after those of the lines `beside`, and take all back. Raises what refuses it."""
    with db.begin_nested() as scene:
        played = {
            booking.reference
            for line in beside
            if (booking := _try(db, line, person=person, now=now)) is not None
        }
        try:
            booking = book(db, bookable, asked, person=person, now=now)
        except DomainError as error:
            raise in_words_of_the_basket(error, played) from error
        promise = Promise(booking.period, booking.units, booking.organisation_id)
        scene.rollback()
    return promise


def that_matter(bookable: Bookable, lines: Iterable[BasketLine]) -> list[BasketLine]:
    """The lines that may stand in its way: of its hub, whose rules count places; or at the same hours."""
    occupying = kinds_that_occupy()
    return [
        line
        for line in lines
        if line.bookable.hub_id == bookable.hub_id
        or (bookable.kind in occupying and line.bookable.kind in occupying)
    ]


def in_words_of_the_basket(error: DomainError, references: set[str]) -> DomainError:
    """The refusal, without the reference of a booking that is only played."""
    said = SAID_OF_THE_BASKET.get(type(error))
    if said is None or error.facts.get("reference") not in references:
        return error
    return said(**{name: fact for name, fact in error.facts.items() if name != "reference"})


def _try(db: Session, line: BasketLine, *, person: Person, now: datetime) -> Booking | None:
    try:
        with db.begin_nested():
            return book(db, line.bookable, line.asked, person=person, now=now)
    except DomainError:
        return None  # no longer possible: it stands in nobody's way
