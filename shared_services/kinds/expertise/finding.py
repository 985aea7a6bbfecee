"""Looking for an expert: what answers, and the next free slot of each, worked out at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.catalogue.models import Theme
from shared_services.catalogue.queries import list_themes
from shared_services.catalogue.search import Wanted, answering
from shared_services.network.models import Departement
from shared_services.network.queries import list_departements

from . import queries
from .availability.free import bounds, holidays_of
from .availability.queries import known_of
from .availability.slots import Asked, Known, free_starts
from .models import Expert, ExpertOffer, Way

MOST_WORDS = 100


@dataclass(frozen=True)
class ExpertWish:
    """What a reader asks for; empty means whatever."""

    words: str = ""
    departement: str = ""
    theme: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.departement or self.theme)


@dataclass(frozen=True)
class FoundOffer:
    """One offer, who gives it, and when its shortest appointment could begin; None when nothing is free."""

    offer: ExpertOffer
    experts: list[Expert]
    next_at: datetime | None


@dataclass(frozen=True)
class Found:
    """The offers that answer, the soonest first; `forgave`: a slip of the finger was forgiven."""

    offers: list[FoundOffer]
    departements: list[Departement]
    themes: list[Theme]
    forgave: bool


def read_wish(given: Mapping[str, str]) -> ExpertWish:
    """From an address; what is not understood asks for nothing."""
    words = "".join(sign for sign in given.get("q", "") if sign.isprintable()).strip()[:MOST_WORDS]
    return ExpertWish(
        words=words,
        departement=given.get("departement", "").strip()[:3],
        theme=given.get("theme", "").strip()[:60],
    )


def find_offers(db: Session, wish: ExpertWish, *, now: datetime) -> Found:
    """As many statements whatever the number of offers, experts and appointments."""
    offers, forgave = _answering(db, wish, slips=False), False
    if not offers and wish.words:
        offers = _answering(db, wish, slips=True)
        forgave = bool(offers)
    found = _tell(db, offers, now=now) if offers else []
    found.sort(key=lambda one: (one.next_at is None, one.next_at or now))
    return Found(found, list_departements(db), list_themes(db), forgave)


def _answering(db: Session, wish: ExpertWish, *, slips: bool) -> list[ExpertOffer]:
    wanted = Wanted(words=wish.words, departement=wish.departement)
    offers = queries.list_published(db, answering(wanted, slips=slips))
    return [one for one in offers if not wish.theme or wish.theme in {theme.slug for theme in one.themes}]


def _tell(db: Session, offers: list[ExpertOffer], *, now: datetime) -> list[FoundOffer]:
    experts = queries.list_experts_of(db, [offer.id for offer in offers])
    latest = max(bounds(offer, now=now)[1] for offer in offers)
    known = known_of(db, sorted({one.person_id for one in experts}), earliest=now, latest=latest)
    found = []
    for offer in offers:
        hers = [expert for expert in experts if expert.expert_offer_id == offer.id]
        found.append(FoundOffer(offer, hers, _next_of(offer, hers, known, now=now)))
    return found


def _next_of(
    offer: ExpertOffer, experts: list[Expert], known: Mapping[int, Known], *, now: datetime
) -> datetime | None:
    """Its shortest appointment from a distance; where somebody travels, her way depends on the reader."""
    earliest, latest = bounds(offer, now=now)
    asked = Asked(
        minutes=offer.minutes[0],
        before=offer.buffer_before,
        after=offer.buffer_after,
        earliest=earliest,
        latest=latest,
        holidays=holidays_of(offer, earliest, latest),
    )
    if offer.offered_ways == [Way.ON_SITE]:
        return None
    soonest = [start for one in experts for start in free_starts(known[one.person_id], asked)[:1]]
    return min(soonest, default=None)
