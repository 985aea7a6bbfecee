"""Coming dates as pages show them: places left, what their kind tells, where to read more."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from sqlalchemy.orm import Session

from shared_services.booking.facts import Facts, describe_all, registered_kinds
from shared_services.booking.kinds import kind_of
from shared_services.booking.models import Bookable
from shared_services.booking.queries import Seats, seats_of


@dataclass(frozen=True)
class Dated:
    """One coming date of an offer with its places; `facts` when its kind tells them."""

    bookable: Bookable
    seats: Seats
    facts: Facts | None
    url: str
    manage_url: str


def with_seats(db: Session, bookables: list[Bookable]) -> list[Dated]:
    """Each date with its places, what its kind tells about it, and its page."""
    if not bookables:
        return []
    seats = seats_of(db, [bookable.id for bookable in bookables])
    told = registered_kinds()
    facts = describe_all(db, [(b.kind, b.id) for b in bookables if b.kind in told])
    return [_dated(bookable, seats[bookable.id], facts.get(bookable.id)) for bookable in bookables]


def _dated(bookable: Bookable, seats: Seats, facts: Facts | None) -> Dated:
    if facts is None:
        return Dated(bookable, seats, None, page_at(None, {}), page_at(None, {}))
    endpoint, name = kind_of(bookable.kind).date_page
    url = page_at(endpoint, {name: bookable.id})
    manage_url = page_at(facts.manage_endpoint, facts.manage_values)
    return Dated(bookable, seats, facts, url, manage_url)


def page_at(endpoint: str | None, values: dict[str, Any]) -> str:
    """A page that a slice above may give; the catalogue when it gives none."""
    if endpoint in current_app.view_functions:
        return url_for(str(endpoint), **values)
    return url_for("web_catalogue.catalogue")
