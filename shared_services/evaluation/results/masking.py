"""Small groups are not told, nor what would let one work them out. Knows neither database nor web.

Sessions are told by whole cells of `LEAST` answers or more: whatever one figure leaves of another is whole
cells too. A group that cuts through cells is told when what it leaves of them is nothing, or as many.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True, kw_only=True)
class Group:
    """Some answers that have something in common. `key` names it, `total` over `n` gives the mean."""

    key: object
    label: str
    n: int
    total: int = 0

    @property
    def is_hidden(self) -> bool:
        return self.n < LEAST

    @property
    def mean(self) -> float:
        return self.total / self.n


@dataclass(frozen=True)
class Part:
    """What is never cut: the answers to one round, and the offer it is about."""

    key: int
    offer: object
    n: int


@dataclass(frozen=True)
class Share:
    """`n` answers of one group, and in which part of each division told elsewhere they are."""

    group: object
    parts: tuple[object, ...]
    n: int


def cells(parts: Iterable[Part]) -> list[frozenset[int]]:
    """Parts that follow each other in one offer until they are `LEAST` answers, in the order given.

    What is left at the end goes with the last cell. Offers that never have as many make one cell together,
    or none while they are too few.
    """
    by_offer: dict[object, list[Part]] = {}
    for part in parts:
        if part.n:
            by_offer.setdefault(part.offer, []).append(part)
    found: list[list[int]] = []
    left = [part for own in by_offer.values() if _size(own) < LEAST for part in own]
    for own in by_offer.values():
        if _size(own) >= LEAST:
            found += _cut(own)
    if _size(left) >= LEAST:
        found.append([part.key for part in left])
    return [frozenset(cell) for cell in found]


def told_within(parts: Iterable[Part], wanted: set[int]) -> set[int]:
    """What may be told of the parts that are wanted: those of the cells that lie wholly in them."""
    return {key for cell in cells(parts) if cell <= wanted for key in cell}


def hidden_groups(shares: Sequence[Share]) -> set[object]:
    """The groups not to tell: the small ones, then the smallest others until no difference gives one away."""
    sizes: Counter[object] = Counter()
    for share in shares:
        sizes[share.group] += share.n
    hidden = {group for group, n in sizes.items() if n < LEAST}
    while shown := sorted((group for group in sizes if group not in hidden), key=lambda one: sizes[one]):
        unsafe = {group for group in shown if _gives_away(shares, {group})}
        if not unsafe and _gives_away(shares, hidden):
            unsafe = {shown[0]}
        if not unsafe:
            break
        hidden |= unsafe
    return hidden


def _gives_away(shares: Sequence[Share], groups: set[object]) -> bool:
    """Whether these groups, or the others, are too few in the parts that they share with each other."""
    for number in range(len(shares[0].parts)):
        inside: Counter[object] = Counter()
        outside: Counter[object] = Counter()
        for share in shares:
            (inside if share.group in groups else outside)[share.parts[number]] += share.n
        shared = inside.keys() & outside.keys()
        if shared and min(sum(one[part] for part in shared) for one in (inside, outside)) < LEAST:
            return True
    return False


def _cut(parts: Sequence[Part]) -> list[list[int]]:
    found: list[list[int]] = []
    n = LEAST
    for place, part in enumerate(parts):
        if n >= LEAST and _size(parts[place:]) >= LEAST:
            found.append([])
            n = 0
        found[-1].append(part.key)
        n += part.n
    return found


def _size(parts: Iterable[Part]) -> int:
    return sum(part.n for part in parts)
