"""What the pages of a basket need, in a constant number of statements."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.basketing import Asked
from shared_services.booking.facts import Facts, describe_all, describe_bookings, during
from shared_services.booking.models import Booking
from shared_services.booking.overlaps import first_meeting, list_places_between, occupies

from . import queries
from .models import BasketLine


@dataclass(frozen=True)
class Line:
    """One line in words. `meets` is the title of what she has at the same hours, empty for nothing."""

    row: BasketLine
    facts: Facts
    is_kept: bool
    meets: str


@dataclass(frozen=True)
class BasketPage:
    """The basket by hub, in the order of their names."""

    hubs: list[tuple[str, list[Line]]]

    @property
    def lines(self) -> list[Line]:
        return [line for _hub, lines in self.hubs for line in lines]

    @property
    def has_lost(self) -> bool:
        """Whether something is no longer kept."""
        return any(not line.is_kept for line in self.lines)


def basket_page(db: Session, person: Person, *, now: datetime) -> BasketPage:
    """What is kept, until when, and what it meets."""
    rows = queries.list_lines(db, person.id)
    held = queries.list_held(db, [row.id for row in rows]) if rows else set()
    told = describe_all(db, [(row.bookable.kind, row.bookable_id) for row in rows])
    facts = {row.id: during(told[row.bookable_id], row.bookable, row.starts_at, row.ends_at) for row in rows}
    met = _meetings(db, person, rows, facts)
    hubs: dict[int, tuple[str, list[Line]]] = {}
    for row in rows:
        said, is_kept = facts[row.id], row.id in held and row.held_until > now
        hub = hubs.setdefault(said.hub_id, (said.hub_name, []))
        hub[1].append(Line(row, said, is_kept, met.get(row.id, "")))
    return BasketPage(sorted(hubs.values(), key=lambda hub: hub[0]))


def _meetings(db: Session, person: Person, rows: list[BasketLine], facts: dict[int, Facts]) -> dict[int, str]:
    """What each line meets among her places and the other lines, by the number of the line."""
    occupying = [row for row in rows if occupies(row.bookable) and row.starts_at and row.ends_at]
    if not occupying:
        return {}
    first = min(facts[row.id].starts_at for row in occupying)
    last = max(facts[row.id].ends_at for row in occupying)
    booked = list_places_between(db, person.id, first, last)
    places = list(describe_bookings(db, booked).values())
    met = {}
    for row in occupying:
        others = places + [facts[other.id] for other in occupying if other.id != row.id]
        for other in others:
            if first_meeting(other, facts[row.id]) is not None:
                met[row.id] = other.title
                break
    return met


@dataclass(frozen=True)
class Receipt:
    """What became of a basket at one hub."""

    hub_name: str
    booked: list[tuple[Booking, Facts]]
    left: list[Line]


def receipt_page(db: Session, person: Person, references: list[str], *, now: datetime) -> list[Receipt]:
    """By hub: what was booked under these references, and what was refused and stays in the basket."""
    bookings = queries.list_booked(db, person.id, references)
    facts = describe_bookings(db, bookings)
    hubs: dict[int, Receipt] = {}
    for booking in bookings:
        told = facts[booking.id]
        hubs.setdefault(told.hub_id, Receipt(told.hub_name, [], [])).booked.append((booking, told))
    for line in basket_page(db, person, now=now).lines:
        if line.row.refusal:
            hubs.setdefault(line.facts.hub_id, Receipt(line.facts.hub_name, [], [])).left.append(line)
    return sorted(hubs.values(), key=lambda receipt: receipt.hub_name)


def title_of(db: Session, asked: Asked, kind: str) -> str:
    """What people call what is asked for."""
    return describe_all(db, [(kind, asked.bookable_id)])[asked.bookable_id].title
