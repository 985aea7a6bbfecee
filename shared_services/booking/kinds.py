"""All that the house must know of a kind of pooled resource; the rest stays in its folder."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType

from flask import Blueprint
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.catalogue.kinds import OfferKind, register_offer_kind
from shared_services.core.i18n import LazyString
from shared_services.core.timetable import Job

from .basketing import Basketing
from .evaluating import Evaluated
from .facts import Telling, register_telling
from .requirements import Requirable


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """The page of those who work for a kind, such as trainers, and whether somebody does."""

    label: LazyString | str
    endpoint: str
    concerns: Callable[[Session, int], bool]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`name` is the value of `bookable.kind` and `offer.kind`; endpoints are names of views.

    `date_page` is where one bookable is booked and the name of its number there; `new_date_page` takes
    `offer_id`, and is empty when there are no dates to plan; `decision_page` takes the `reference` of a
    booking that staff may refuse or move. `manage_blueprints` are a hub's desk. Jobs join the
    scheduler's timetable. `requirable`: the dates of other kinds may require its units. `basket` says how it
    is found free and booked from a basket, None when it is not. `join_people(db, kept, twin, by, now)`
    settles what one person has once in its tables before the twin's rows become the kept account's.
    `evaluated`: people are asked what they think of its dates, None when they are not.
    """

    name: str
    telling: Telling
    offers: OfferKind
    date_page: tuple[str, str]
    new_date_page: str
    decision_page: str
    models: tuple[ModuleType, ...] = ()
    blueprints: tuple[Blueprint, ...] = ()
    manage_blueprints: tuple[Blueprint, ...] = ()
    jobs: tuple[Job, ...] = ()
    agenda: Agenda | None = None
    requirable: Requirable | None = None
    join_people: Callable[[Session, Person, Person, Person, datetime], None] | None = None
    basket: Basketing | None = None
    evaluated: Evaluated | None = None


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """From now on every room of the house knows the kind."""
    _kinds[kind.name] = kind
    register_telling(kind.name, kind.telling)
    register_offer_kind(kind.name, kind.offers)


def list_kinds() -> list[Kind]:
    """In the order in which they were registered."""
    return list(_kinds.values())


def kind_of(name: str) -> Kind:
    """Raises KeyError for a kind that nobody registered."""
    return _kinds[name]


def kinds_with_dates() -> list[str]:
    """Those whose offers are told by their dates; the others have a list of their own."""
    return [kind.name for kind in _kinds.values() if kind.new_date_page]
