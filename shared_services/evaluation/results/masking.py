"""Small groups are not told, nor what would let one work them out. Knows neither database nor web.

Below `LEAST` answers a group is hidden. The answers hidden side by side are at least two groups and `LEAST`
answers: else the smallest group that shows is hidden too, since a total less what shows gives what does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True, kw_only=True)
class Group:
    """Some answers that have something in common. `key` names it, `total` and `counted` give the mean."""

    key: object
    label: str
    n: int
    total: int = 0
    counted: int = 0
    is_hidden: bool = False

    @property
    def mean(self) -> float | None:
        return self.total / self.counted if self.counted >= LEAST else None


def hidden_keys(sizes: Sequence[tuple[object, int]]) -> set[object]:
    """The groups of a break-down not to tell, of all that have an answer."""
    rising = sorted((one for one in sizes if one[1]), key=lambda one: one[1])
    hidden = 0
    while hidden < len(rising) and _is_to_hide(rising, hidden):
        hidden += 1
    return {key for key, _n in rising[:hidden]}


def _is_to_hide(rising: Sequence[tuple[object, int]], hidden: int) -> bool:
    """Whether the next group must be hidden too, after so many."""
    if rising[hidden][1] < LEAST:
        return True
    return hidden > 0 and (hidden < 2 or sum(n for _key, n in rising[:hidden]) < LEAST)
