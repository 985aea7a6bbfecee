"""What readers look for in the public catalogue. Knows offers and hubs, neither dates nor seats."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from shared_services.core.text import matches, normalised
from shared_services.network.models import Departement, Hub, hub_departement
from shared_services.network.neighbours import with_neighbours

from .models import Level, Modality, Offer, OfferStatus, Theme, offer_theme


class Around(StrEnum):
    """How far from the département: its neighbours too, or from anywhere when one need not travel."""

    NEIGHBOURS = "neighbours"
    REMOTE = "remote"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a reader asked for; empty means whatever.

    `departement` is a code, `theme` and `hub` are slugs, `around` widens the département.
    """

    words: str = ""
    departement: str = ""
    around: str = ""
    theme: str = ""
    modality: str = ""
    level: str = ""
    hub: str = ""
    is_free: bool = False

    @property
    def has_words(self) -> bool:
        """Whether something is left of the words once accents and signs are gone."""
        return bool(normalised(self.words))


def answering(wanted: Wanted, *, slips: bool = False) -> list[ColumnElement[bool]]:
    """The conditions on an offer that make it answer."""
    found: list[ColumnElement[bool]] = [Offer.status == OfferStatus.PUBLISHED]
    if wanted.has_words:
        found.append(matches(Offer.search_text, wanted.words, slips=slips))
    if wanted.departement:
        found.append(_is_near(wanted))
    if wanted.theme:
        found.append(Offer.themes.any(Theme.slug == wanted.theme))
    if wanted.modality:
        found.append(Offer.modality.in_(_answering(Modality(wanted.modality))))
    if wanted.level:
        found.append(or_(Offer.level == Level(wanted.level), Offer.level.is_(None)))  # None is for all
    if wanted.hub:
        found.append(Offer.hub_id == select(Hub.id).where(Hub.slug == wanted.hub).scalar_subquery())
    if wanted.is_free:
        found.append(Offer.price_cents == 0)
    return found


def _is_near(wanted: Wanted) -> ColumnElement[bool]:
    codes = with_neighbours(wanted.departement) if wanted.around else (wanted.departement,)
    covering = select(hub_departement.c.hub_id).where(hub_departement.c.departement_code.in_(codes))
    near = Offer.hub_id.in_(covering)
    if wanted.around == Around.REMOTE:
        return or_(near, Offer.modality.in_(_answering(Modality.REMOTE)))
    return near


def _answering(modality: Modality) -> set[Modality]:
    """A hybrid offer can be followed either way."""
    return {modality, Modality.HYBRID}


def list_themes(db: Session) -> list[Theme]:
    """The themes to search by, in the admins' order; a retired one while something published has it."""
    published = (
        select(offer_theme.c.theme_id)
        .join(Offer, Offer.id == offer_theme.c.offer_id)
        .where(Offer.status == OfferStatus.PUBLISHED)
    )
    kept = or_(Theme.retired_at.is_(None), Theme.id.in_(published))
    return list(db.scalars(select(Theme).where(kept).order_by(Theme.position, Theme.slug)))


def list_covered_departements(db: Session) -> list[Departement]:
    """The départements of at least one hub."""
    covered = select(hub_departement.c.departement_code).join(Hub, Hub.id == hub_departement.c.hub_id)
    return list(
        db.scalars(select(Departement).where(Departement.code.in_(covered)).order_by(Departement.code))
    )


def list_hubs_with_offers(db: Session) -> list[Hub]:
    """The hubs that have something published, by name."""
    offers = exists().where(Offer.hub_id == Hub.id, Offer.status == OfferStatus.PUBLISHED)
    return list(db.scalars(select(Hub).where(offers).order_by(Hub.name)))
