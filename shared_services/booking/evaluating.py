"""What a kind says so that people are asked what they think of its dates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person


@dataclass(frozen=True, kw_only=True)
class Evaluated:
    """Its dates are evaluated by who came and by who led them.

    `leaders(db, bookable_ids)`: who led each, by its number. `led_by(db, person_id)`: the numbers of those a
    person leads. `objectives(db, offer_id)`: what one should be able to do afterwards, one line each.
    Each in one statement.
    """

    leaders: Callable[[Session, Sequence[int]], dict[int, list[Person]]]
    led_by: Callable[[Session, int], list[int]]
    objectives: Callable[[Session, int], list[str]]
