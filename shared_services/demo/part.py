"""What the builders share: the world of one load, and the part of it that one copy of the content makes."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared_services.catalogue.models import Theme
from shared_services.core.references import reference_of

from .rows import Rows
from .texts import Content, HubText, OfferText

SEED = "passerelles"


@dataclass(frozen=True)
class Member:
    """Somebody who books: for her organisation when that has accepted her, in the hubs it belongs to."""

    person_id: int
    email: str
    organisation_id: int | None
    referent_id: int | None
    hubs: frozenset[str]


@dataclass
class World:
    """One load: its clock, its rows, and what all copies have in common."""

    content: Content
    rows: Rows
    now: datetime
    password_hash: str
    themes: dict[str, Theme]
    hubs: dict[str, HubText]
    hub_ids: dict[str, int] = field(default_factory=dict)
    shared_people: dict[str, int] = field(default_factory=dict)
    _references: int = 0

    @classmethod
    def open(cls, db: Session, content: Content, *, password_hash: str, now: datetime) -> "World":
        return cls(
            content=content,
            rows=Rows(db),
            now=now.replace(microsecond=0),
            password_hash=password_hash,
            themes={theme.slug: theme for theme in db.scalars(select(Theme))},
            hubs={hub.slug: hub for hub in content.hubs},
        )

    def new_reference(self) -> str:
        """Never the same twice: the step has no factor in common with the number of references."""
        self._references += 1
        return reference_of(self._references * 350_377_189)


@dataclass
class Part:
    """Copy `number` of the content; 0 is the content as it is written."""

    world: World
    number: int
    organisation_ids: dict[str, int] = field(default_factory=dict)
    person_ids: dict[str, int] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)
    offers: dict[str, tuple[int, OfferText]] = field(default_factory=dict)
    calendars: dict[int, int] = field(default_factory=dict)
    busy: set[tuple[int, date]] = field(default_factory=set)
    missed: dict[str, set[int]] = field(default_factory=dict)
    out: list[tuple[int, datetime]] = field(default_factory=list)
    taught: list[tuple[int, datetime, datetime]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(f"{SEED}-{self.number}")  # noqa: S311

    @property
    def rows(self) -> Rows:
        return self.world.rows

    @property
    def now(self) -> datetime:
        return self.world.now

    @property
    def days_apart(self) -> int:
        """How much further from today the sessions of this copy are, so that copies do not pile up."""
        return self.number % 7

    def person_id(self, email: str) -> int:
        return self.person_ids.get(email) or self.world.shared_people[email]

    def varied(self, name: str, word: str) -> str:
        return f"{name}, {word} {self.number + 1}" if self.number else name

    def instant(self, first: datetime, last: datetime) -> datetime:
        """Some second of that time."""
        return first + timedelta(seconds=self.random.randrange(int((last - first).total_seconds()) + 1))

    def days_ago(self, most: int, least: int) -> datetime:
        return self.instant(self.now - timedelta(days=most), self.now - timedelta(days=least))
