"""What a reader asks of an offer in an address: how long, how, with whom, for whom, from which day on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from shared_services.core.calendar_grid import read_day
from shared_services.network.models import Organisation

from .models import Expert, ExpertOffer, Way

STAMP = "%Y%m%dT%H%M"


@dataclass(frozen=True)
class Asking:
    """Always something the offer has: what is not understood is what it has first. `expert` None is any."""

    minutes: int
    way: Way
    expert: Expert | None
    organisation: Organisation | None
    on: date | None = None

    def address(self, **more: Any) -> dict[str, Any]:
        """As the address of a page says it."""
        said: dict[str, Any] = {"minutes": self.minutes, "way": self.way.value}
        if self.expert is not None:
            said["expert"] = self.expert.id
        if self.organisation is not None:
            said["organisation"] = self.organisation.id
        return said | more

    def at(self, start: datetime) -> dict[str, Any]:
        return self.address(at=say_start(start))


def read_asking(
    given: Mapping[str, str],
    offer: ExpertOffer,
    experts: Sequence[Expert],
    organisations: Sequence[Organisation],
) -> Asking:
    """From an address."""
    minutes = {str(one): one for one in offer.minutes}
    ways = {way.value: way for way in offer.offered_ways}
    known = {str(expert.id): expert for expert in experts}
    theirs = {str(one.id): one for one in organisations}
    anyone = None if offer.is_pool or not experts else experts[0]
    return Asking(
        minutes=minutes.get(given.get("minutes", ""), offer.minutes[0]),
        way=ways.get(given.get("way", ""), _first_way(offer, organisations)),
        expert=known.get(given.get("expert", ""), experts[0] if len(experts) == 1 else anyone),
        organisation=theirs.get(given.get("organisation", ""), organisations[0] if organisations else None),
        on=read_day(given.get("on", "")),
    )


def say_start(start: datetime) -> str:
    """« 20270202T0830 », in UTC."""
    return start.astimezone(UTC).strftime(STAMP)


def read_start(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _first_way(offer: ExpertOffer, organisations: Sequence[Organisation]) -> Way:
    """Nobody travels to a reader who comes for no organisation."""
    ways = offer.offered_ways
    return ways[-1] if ways[0] == Way.ON_SITE and not organisations else ways[0]
