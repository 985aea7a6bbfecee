"""Which sessions can be taken one after the other: the rules of a pathway over dates, seats and busy hours.

Reads neither database nor clock. Modules come in their order; a walk goes through them, and takes one
session of each that is taken. What matters of a walk is the session it took last and the modules taken
that a later one needs: so few states that eight modules of forty sessions are walked at once.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

Span = tuple[datetime, datetime]


@dataclass(frozen=True, kw_only=True)
class Option:
    """A session one could take: its half days (aware UTC), its days on the calendar of the place.

    `distance` is 0 in the person's département or without travel, and grows with the way. `is_hers`: a
    place she has already, which neither seats nor busy hours exclude.
    """

    session_id: int
    spans: tuple[Span, ...]
    first_on: date
    last_on: date
    left: int
    distance: int = 0
    is_hers: bool = False

    @property
    def waits(self) -> bool:
        """She would wait there for a place."""
        return self.left <= 0 and not self.is_hers

    @property
    def starts_at(self) -> datetime:
        return min(start for start, _end in self.spans)

    @property
    def ends_at(self) -> datetime:
        return max(end for _start, end in self.spans)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A module to plan, with the sessions of it. `needs`: modules that come before, `needs_all` or one."""

    module_id: int
    options: tuple[Option, ...]
    is_required: bool = True
    needs: frozenset[int] = frozenset()
    needs_all: bool = True
    minimum_gap_days: int = 0
    maximum_gap_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class Wish:
    """`chosen`: the session wanted of a module. `wanted`: optional modules wanted too. `done`: modules taken
    or recognised before all this. `busy`: when she is elsewhere. `with_full`: full sessions too."""

    chosen: Mapping[int, int] = field(default_factory=dict)
    wanted: frozenset[int] = frozenset()
    done: frozenset[int] = frozenset()
    busy: tuple[Span, ...] = ()
    with_full: bool = False

    def must_take(self, step: Step) -> bool:
        return step.is_required or step.module_id in self.wanted or step.module_id in self.chosen


class Node(NamedTuple):
    """Where a walk stands: the last session taken, and which of the needed modules were taken."""

    last: Option | None
    taken: frozenset[int]


Plan = tuple[tuple[int, Option], ...]
# The nodes after a module; each with those it is reached from, and the session taken on the way, if any.
Layer = dict[Node, list[tuple[Node, Option | None]]]


class Cost(NamedTuple):
    """What walks to the same node are compared by: equal beginnings compare like the whole walks."""

    modules: int = 0
    distance: int = 0
    sessions: tuple[int, ...] = ()

    def and_then(self, option: Option) -> "Cost":
        return Cost(self.modules + 1, self.distance + option.distance, (*self.sessions, option.session_id))

    def nearest_first(self) -> tuple[int, int, tuple[int, ...]]:
        return self.distance, self.modules, self.sessions


def find_soonest(steps: Sequence[Step], wish: Wish) -> Plan | None:
    """The plan that ends first, then with the fewest modules, then the nearest; None without any."""
    best = _cheapest(steps, wish, lambda cost: cost)
    found = min(best.items(), key=lambda one: (_end(one[0]), one[1][0]), default=None)
    return found[1][1] if found else None


def find_nearest(steps: Sequence[Step], wish: Wish) -> Plan | None:
    """The plan with the shortest ways, then the one that ends first; None without any."""
    best = _cheapest(steps, wish, Cost.nearest_first)
    found = min(
        best.items(),
        key=lambda one: (one[1][0].distance, _end(one[0]), one[1][0].modules, one[1][0].sessions),
        default=None,
    )
    return found[1][1] if found else None


def find_possible(steps: Sequence[Step], wish: Wish) -> dict[int, set[int]]:
    """Of each module the sessions that are part of some plan with what is chosen of the others."""
    possible: dict[int, set[int]] = {}
    for step in steps:
        others = {module: session for module, session in wish.chosen.items() if module != step.module_id}
        freed = replace(wish, chosen=others, wanted=wish.wanted | {step.module_id})
        possible[step.module_id] = _in_some_plan(steps, freed, step.module_id)
    return possible


def is_plan(steps: Sequence[Step], wish: Wish) -> bool:
    """Whether exactly what is chosen, and nothing else, can be taken."""
    return find_soonest([step for step in steps if wish.must_take(step)], wish) is not None


def follows(step: Step, before: Option | None, option: Option) -> bool:
    """Whether a session of that module may come after the session taken before it."""
    if before is None:
        return True
    gap = (option.first_on - before.last_on).days
    return (
        option.starts_at >= before.ends_at
        and gap >= step.minimum_gap_days
        and (step.maximum_gap_days is None or gap <= step.maximum_gap_days)
    )


def _is_met(step: Step, taken: Collection[int]) -> bool:
    if not step.needs:
        return True
    found = [module_id in taken for module_id in step.needs]
    return all(found) if step.needs_all else any(found)


def _usable(step: Step, wish: Wish) -> list[Option]:
    """The sessions of a module she could take, whatever she takes before."""
    wanted = wish.chosen.get(step.module_id)
    return [
        option
        for option in step.options
        if (wanted is None or option.session_id == wanted)
        and (option.is_hers or ((wish.with_full or option.left > 0) and not _meets(option.spans, wish.busy)))
    ]


def _meets(spans: Iterable[Span], busy: Sequence[Span]) -> bool:
    return any(start < until and since < end for start, end in spans for since, until in busy)


def _walk(steps: Sequence[Step], wish: Wish) -> list[Layer]:
    """Every walk through the modules at once: after each module, the nodes where one may stand."""
    needed = _needed(steps)
    layers: list[Layer] = []
    nodes: Iterable[Node] = [_start(steps, wish)]
    for step in steps:
        layer: Layer = {}
        usable = [] if step.module_id in wish.done else _usable(step, wish)
        for node in nodes:
            if step.module_id in wish.done or not wish.must_take(step):
                layer.setdefault(node, []).append((node, None))
            if not _is_met(step, node.taken):
                continue
            taken = node.taken | ({step.module_id} & needed)
            for option in usable:
                if follows(step, node.last, option):
                    layer.setdefault(Node(option, taken), []).append((node, option))
        layers.append(layer)
        nodes = layer
    return layers


def _start(steps: Sequence[Step], wish: Wish) -> Node:
    return Node(None, wish.done & _needed(steps))


def _needed(steps: Sequence[Step]) -> frozenset[int]:
    return frozenset(module_id for step in steps for module_id in step.needs)


def _cheapest(
    steps: Sequence[Step], wish: Wish, worth: Callable[[Cost], tuple[Any, ...]]
) -> dict[Node, tuple[Cost, Plan]]:
    """By the node where a walk ends, the best walk there."""
    best: dict[Node, tuple[Cost, Plan]] = {_start(steps, wish): (Cost(), ())}
    for step, layer in zip(steps, _walk(steps, wish), strict=True):
        grown: dict[Node, tuple[Cost, Plan]] = {}
        for node, ways in layer.items():
            walks = [_gone_on(*best[before], step, option) for before, option in ways]
            grown[node] = min(walks, key=lambda one: worth(one[0]))
        best = grown
    return best


def _gone_on(cost: Cost, plan: Plan, step: Step, option: Option | None) -> tuple[Cost, Plan]:
    if option is None:
        return cost, plan
    return cost.and_then(option), (*plan, (step.module_id, option))


def _in_some_plan(steps: Sequence[Step], wish: Wish, module_id: int) -> set[int]:
    """The sessions of one module on the walks that reach the end."""
    layers = _walk(steps, wish)
    found: set[int] = set()
    useful = set(layers[-1])
    for step, layer in zip(reversed(steps), reversed(layers), strict=True):
        ways = [way for node in useful for way in layer[node]]
        if step.module_id == module_id:
            found = {option.session_id for _before, option in ways if option is not None}
            break
        useful = {before for before, _option in ways}
    return found


def _end(node: Node) -> datetime:
    return node.last.ends_at if node.last else datetime.min.replace(tzinfo=UTC)
