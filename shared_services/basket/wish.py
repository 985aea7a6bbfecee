"""What one looks for, as it is written in an address. Knows neither pages nor rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from shared_services.booking.basketing import Sought
from shared_services.booking.kinds import list_kinds
from shared_services.catalogue.search import Around, Wanted
from shared_services.core.calendar_grid import read_day
from shared_services.core.i18n import LazyString, _l

LONGEST = timedelta(days=62)
MOST_UNITS = 1000

NO_DAY = _l("Choisissez un premier et un dernier jour dans le calendrier du champ.")
PAST = _l("Les jours sont passés : choisissez des jours à venir.")
BACKWARDS = _l("Le dernier jour vient avant le premier : échangez-les.")
TOO_LONG = _l("Cherchez sur deux mois au plus : rapprochez les deux jours.")


@dataclass(frozen=True)
class FreeWish:
    """What was typed, understood or not: `sorts` is all there are when none is ticked."""

    first: date | None = None
    last: date | None = None
    from_hour: time | None = None
    to_hour: time | None = None
    departement: str = ""
    around: str = ""
    sorts: frozenset[str] = frozenset()
    units: int = 1
    is_asked: bool = False

    def wrong(self, today: date) -> LazyString | None:
        """Why nothing can be looked for, None when something can."""
        if self.first is None or self.last is None:
            return NO_DAY
        if self.last < self.first:
            return BACKWARDS
        if self.last < today:
            return PAST
        return TOO_LONG if self.last - self.first > LONGEST else None

    @property
    def sought(self) -> Sought:
        """Only call it on a wish of which nothing is wrong."""
        if self.first is None or self.last is None:
            raise ValueError("the wish has no days")
        return Sought(
            first=self.first,
            last=self.last,
            from_hour=self.from_hour,
            to_hour=self.to_hour,
            units=self.units,
            where=Wanted(departement=self.departement, around=self.around),
            sorts=self.sorts or frozenset(all_sorts()),
        )

    def but(self, **changed: Any) -> "FreeWish":
        """The same with something else."""
        return replace(self, **changed)

    def shifted(self, days: int) -> "FreeWish":
        """As long, so many days later."""
        if self.first is None or self.last is None:
            return self
        return self.but(first=self.first + timedelta(days=days), last=self.last + timedelta(days=days))

    def address(self) -> dict[str, Any]:
        """As it is written in an address: what is not said is not written."""
        said: dict[str, Any] = {
            "from": self.first.isoformat() if self.first else "",
            "to": self.last.isoformat() if self.last else "",
            "from_hour": f"{self.from_hour:%H:%M}" if self.from_hour else "",
            "to_hour": f"{self.to_hour:%H:%M}" if self.to_hour else "",
            "departement": self.departement,
            "around": self.around,
            "what": sorted(self.sorts),
            "units": self.units if self.units > 1 else "",
        }
        return {name: value for name, value in said.items() if value}


def all_sorts() -> dict[str, LazyString]:
    """Everything one may look for, in the order of the kinds."""
    return {name: label for kind in list_kinds() if kind.basket for name, label in kind.basket.sorts.items()}


def read_free_wish(given: Mapping[str, str], what: Sequence[str], departements: set[str]) -> FreeWish:
    """From an address; what is not understood is left out."""
    departement = given.get("departement", "").strip()
    departement = departement if departement in departements else ""
    units = given.get("units", "").strip()
    known = all_sorts()
    chosen = frozenset(name for name in what if name in known)
    return FreeWish(
        first=read_day(given.get("from", "").strip()),
        last=read_day(given.get("to", "").strip()),
        from_hour=read_hour(given.get("from_hour", "")),
        to_hour=read_hour(given.get("to_hour", "")),
        departement=departement,
        around=Around.NEIGHBOURS if departement and given.get("around") == Around.NEIGHBOURS else "",
        sorts=frozenset() if len(chosen) == len(known) else chosen,
        units=int(units) if units.isascii() and units.isdigit() and 0 < int(units[:5]) <= MOST_UNITS else 1,
        is_asked="from" in given or "to" in given,
    )


def read_hour(text: str) -> time | None:
    """`09:30`, as a field of hours sends it."""
    try:
        hour = time.fromisoformat(text.strip())
    except ValueError:
        return None
    return hour.replace(second=0, microsecond=0, tzinfo=None)
