"""The verbs of a basket, each in its own transaction, for tests."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from shared_services.accounts.models import Person
from shared_services.basket import operations
from shared_services.basket.models import BasketLine
from shared_services.basket.operations import Outcome
from shared_services.booking.basketing import Asked
from shared_services.booking.models import Bookable, Booking
from shared_services.core.database import transaction
from shared_services.kinds.tools.models import Tool

from .makers import MONDAY
from .tools import BROUGHT_BACK, FETCHED


def put(
    bookable: Bookable,
    person: Person,
    *,
    first: date = FETCHED,
    last: date = BROUGHT_BACK,
    now: datetime = MONDAY,
    **given: Any,
) -> BasketLine:
    """A tool from Tuesday 2 to Thursday 4 February unless said otherwise; a seat for what has dates."""
    days = {"first": first.isoformat(), "last": last.isoformat()} if isinstance(bookable, Tool) else {}
    asked = Asked(bookable_id=bookable.id, given=days, **given)
    with transaction() as db:
        return operations.put_in_basket(db, asked, person=person, now=now)


def check_out(
    person: Person,
    *,
    all_or_nothing: bool = True,
    despite: Collection[int] = (),
    now: datetime = MONDAY,
) -> Outcome:
    with transaction() as db:
        return operations.check_out(
            db, person=person, all_or_nothing=all_or_nothing, despite=despite, now=now
        )


def on_line(verb: Any, line: BasketLine, *, now: datetime = MONDAY, **given: Any) -> Booking | Any:
    """Any verb on one line, by its number."""
    with transaction() as db:
        return verb(db, line.id, now=now, **given)
