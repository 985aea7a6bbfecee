"""What readers look for in the public catalogue. Knows offers and hubs, neither dates nor seats."""

from dataclasses import dataclass, replace

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from shared_services.core.text import matches, normalised
from shared_services.network.models import Departement, Hub, hub_departement

from .models import Modality, Offer, OfferStatus, Theme


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a reader asked for; empty means whatever. `departement` is a code, `theme` a slug."""

    words: str = ""
    departement: str = ""
    theme: str = ""
    modality: str = ""

    @property
    def has_words(self) -> bool:
        """Whether something is left of the words once accents and signs are gone."""
        return bool(normalised(self.words))

    def relaxed(self) -> dict[str, "Wanted"]:
        """The same wish with one of its conditions given up, by the name of that condition."""
        names = ("departement", "theme", "modality", "words")
        return {name: replace(self, **{name: ""}) for name in names if getattr(self, name)}


def published_offers(wanted: Wanted, *, slips: bool = False) -> Select[Offer]:
    """The published offers that answer, in no order; `slips` forgives one wrong letter a word."""
    statement = select(Offer).where(Offer.status == OfferStatus.PUBLISHED)
    if wanted.has_words:
        statement = statement.where(matches(Offer.search_text, wanted.words, slips=slips))
    if wanted.departement:
        covering = select(hub_departement.c.hub_id).where(
            hub_departement.c.departement_code == wanted.departement
        )
        statement = statement.where(Offer.hub_id.in_(covering))
    if wanted.theme:
        statement = statement.where(Offer.themes.any(Theme.slug == wanted.theme))
    if wanted.modality:
        statement = statement.where(Offer.modality.in_(_answering(Modality(wanted.modality))))
    return statement


def _answering(modality: Modality) -> set[Modality]:
    """A hybrid offer can be followed either way."""
    return {modality, Modality.HYBRID}


def count_published(db: Session, wanted: Wanted, *, slips: bool = False) -> int:
    found = published_offers(wanted, slips=slips).subquery()
    return db.scalar(select(func.count()).select_from(found)) or 0


def list_themes(db: Session) -> list[Theme]:
    """All themes, in French alphabetical order of their slugs."""
    return list(db.scalars(select(Theme).order_by(Theme.slug)))


def list_covered_departements(db: Session) -> list[Departement]:
    """The départements of at least one hub."""
    covered = select(hub_departement.c.departement_code).join(Hub, Hub.id == hub_departement.c.hub_id)
    return list(
        db.scalars(select(Departement).where(Departement.code.in_(covered)).order_by(Departement.code))
    )
