"""Everything that is free over some days, in all the hubs one may book from."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.basketing import Free, Sought
from shared_services.booking.kinds import list_kinds
from shared_services.booking.line import overlap
from shared_services.booking.models import Audience, Bookable
from shared_services.booking.queries import list_asked_for
from shared_services.catalogue.search import Around
from shared_services.core.i18n import _, ngettext
from shared_services.network.models import Hub
from shared_services.network.queries import list_hubs_joined

from .queries import list_slots
from .wish import FreeWish, all_sorts

DAYS_LATER = (1, 2, 7, 14)


@dataclass(frozen=True)
class Group:
    """What is free of one sort, by hub, in the order of their names."""

    label: str
    hubs: list[tuple[Hub, list[Free]]]

    @property
    def count(self) -> int:
        return sum(len(found) for _hub, found in self.hubs)


@dataclass(frozen=True)
class Found:
    """What is free and may be booked, by sort; how many things more are for members of other hubs.

    `booked` and `in_basket` are the numbers of those that she has for these days already.
    """

    groups: list[Group] = field(default_factory=list)
    for_others: int = 0
    booked: frozenset[int] = frozenset()
    in_basket: frozenset[int] = frozenset()

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)


@dataclass(frozen=True)
class WayOn:
    """Another search, in words, and how many things it finds."""

    label: str
    wish: FreeWish
    count: int


def find_free(db: Session, sought: Sought, *, person: Person | None, now: datetime) -> Found:
    """Nine statements for tools and sessions, whatever their number; each kind more has its own few.

    A stranger is shown everything: who she will be here is not known yet.
    """
    free = [one for kind in list_kinds() if kind.basket for one in kind.basket.find(db, sought, now=now)]
    if not free:
        return Found()
    asked = list_asked_for(db, [one.bookable.id for one in free], person.id if person else 0)
    booked = _taken_among(free, [(id_, slots) for id_, slots, is_hers in asked if is_hers])
    free = _without_waiting(free, [(id_, slots) for id_, slots, is_hers in asked if not is_hers])
    if person is None:
        return Found(_grouped(free))
    joined = list_hubs_joined(db, person.id)
    hers = [one for one in free if _is_for(one.bookable, joined)]
    in_basket = _taken_among(hers, list_slots(db, person.id))
    return Found(_grouped(hers), len(free) - len(hers), booked, in_basket)


def _taken_among(free: list[Free], taken: list[tuple[int, range]]) -> frozenset[int]:
    """The numbers of those of which every choice meets something taken."""
    by_id = _by_id(taken)
    return frozenset(
        one.bookable.id
        for one in free
        if all(any(overlap(c.slots, other) for other in by_id.get(one.bookable.id, [])) for c in one.choices)
    )


def list_ways_on(db: Session, wish: FreeWish, *, person: Person | None, now: datetime) -> list[WayOn]:
    """For an empty page: further away, fewer, of every sort, a little later; one search each.

    When no single change helps, all of them at once.
    """
    for relaxed in (_relaxed(wish), _all_relaxed(wish)):
        ways = [
            WayOn(label, other, count)
            for label, other in relaxed
            if (count := find_free(db, other.sought, person=person, now=now).count)
        ]
        if ways:
            return ways
    return []


def _relaxed(wish: FreeWish) -> Iterable[tuple[str, FreeWish]]:
    if wish.departement:
        if not wish.around:
            yield _("avec les départements voisins"), wish.but(around=Around.NEIGHBOURS)
        yield _("partout"), wish.but(departement="", around="")
    if wish.units > 1:
        yield _("un seul exemplaire"), wish.but(units=1)
    if wish.sorts:
        yield _("tout ce qui se réserve"), wish.but(sorts=frozenset())
    if wish.from_hour or wish.to_hour:
        yield _("à toute heure"), wish.but(from_hour=None, to_hour=None)
    for days in DAYS_LATER:
        yield _later(days), wish.shifted(days)


def _all_relaxed(wish: FreeWish) -> Iterable[tuple[str, FreeWish]]:
    anything = FreeWish(first=wish.first, last=wish.last)
    for days in (0, *DAYS_LATER):
        where = _("partout, tout ce qui se réserve")
        yield f"{where}, {_later(days)}" if days else where, anything.shifted(days)


def _later(days: int) -> str:
    return ngettext("%(num)d jour plus tard", "%(num)d jours plus tard", days)


def _without_waiting(free: list[Free], waited: list[tuple[int, range]]) -> list[Free]:
    """What somebody waits for is not free: nobody is overtaken."""
    by_id = _by_id(waited)
    kept = []
    for one in free:
        others = by_id.get(one.bookable.id, [])
        choices = tuple(c for c in one.choices if not any(overlap(c.slots, other) for other in others))
        if choices:
            kept.append(replace(one, choices=choices))
    return kept


def _by_id(pairs: list[tuple[int, range]]) -> dict[int, list[range]]:
    found: dict[int, list[range]] = {}
    for id_, slots in pairs:
        found.setdefault(id_, []).append(slots)
    return found


def _is_for(bookable: Bookable, joined: set[int]) -> bool:
    if bookable.audience == Audience.HUB_MEMBERS:
        return bookable.hub_id in joined
    return bookable.audience == Audience.ANYONE or bool(joined)


def _grouped(free: list[Free]) -> list[Group]:
    groups = []
    for sort, label in all_sorts().items():
        hubs: dict[int, tuple[Hub, list[Free]]] = {}
        for one in free:
            if one.sort == sort and one.bookable.hub is not None:
                hubs.setdefault(one.bookable.hub.id, (one.bookable.hub, []))[1].append(one)
        if hubs:
            groups.append(Group(str(label), sorted(hubs.values(), key=lambda pair: pair[0].name)))
    return groups
