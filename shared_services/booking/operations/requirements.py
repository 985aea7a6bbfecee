"""What a date requires besides people: asked of the kinds that let it be required."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from .. import queries
from ..errors import NotRequirable
from ..kinds import list_kinds
from ..periods import Wanted
from ..requirements import Lendable, Periods, Requirable, Requirement


def list_lendable(db: Session, hub_id: int) -> list[Lendable]:
    """What the dates of a hub may require: first what is its own."""
    found = [one for kind in _kinds().values() for one in kind.list_for(db, hub_id)]
    return sorted(found, key=lambda one: one.hub_name != "")


def want_required(
    db: Session,
    hub_id: int,
    required: Sequence[Requirement],
    periods: Periods,
    *,
    already: Iterable[Requirement] = (),
) -> list[Wanted]:
    """What is required takes over `periods`, for `hold_units`.

    Raises NotRequirable for what the dates of that hub may not require, unless they did `already`.
    """
    asked, allowed = ({one.bookable_id for one in of_it} for of_it in (required, already))
    if not asked <= allowed:
        allowed |= {one.bookable_id for one in list_lendable(db, hub_id)}
    if not asked <= allowed:
        raise NotRequirable
    by_kind = _by_kind(db, required)
    return [wanted for kind, of_it in by_kind.items() for wanted in kind.want(db, of_it, periods)]


def required_not_free(
    db: Session, required: Sequence[Requirement], periods: Mapping[date, Periods]
) -> dict[date, list[str]]:
    """The titles of what is not free on each day; the number of statements does not depend on the days."""
    refused: dict[date, list[str]] = {day: [] for day in periods}
    for kind, of_it in _by_kind(db, required).items():
        for day, titles in kind.not_free(db, of_it, periods).items():
            refused[day] += titles
    return refused


def _kinds() -> dict[str, Requirable]:
    return {kind.name: kind.requirable for kind in list_kinds() if kind.requirable is not None}


def _by_kind(db: Session, required: Sequence[Requirement]) -> dict[Requirable, list[Requirement]]:
    names = queries.kinds_of(db, [one.bookable_id for one in required])
    kinds = _kinds()
    found: dict[Requirable, list[Requirement]] = {}
    for one in required:
        found.setdefault(kinds[names[one.bookable_id]], []).append(one)
    return found
