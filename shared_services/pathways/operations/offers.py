"""Writing a pathway, its modules, taking it back."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking.models import Audience
from shared_services.catalogue.models import Level, Modality, OfferStatus, Theme
from shared_services.catalogue.operations import check_editable
from shared_services.catalogue.queries import list_themes, lock_offer
from shared_services.core import audit
from shared_services.core.text import normalised, search_text

from .. import queries
from ..errors import ModuleNotPublished, NoModuleYet, NotAModule, PeopleUnderWay
from ..models import PathwayOffer
from .modules import Modules, modules_of, write_modules


@dataclass(frozen=True, kw_only=True)
class PathwayText:
    """All that a manager writes about a pathway, and what it is made of. `price_cents` 0 is free."""

    title: str
    summary: str
    description: str
    objectives: str
    audience: str
    modality: Modality
    level: Level | None
    price_cents: int
    accessibility_contact: str
    who: Audience
    theme_ids: tuple[int, ...]
    modules: Modules = ()


NOT_COLUMNS = ("theme_ids", "modules")


def write_pathway(db: Session, hub_id: int, text: PathwayText, *, by: Person, now: datetime) -> PathwayOffer:
    """A new draft of the hub; its modules come next."""
    offer = PathwayOffer(hub_id=hub_id, author_id=by.id, created_at=now)
    write_text(db, offer, text, now=now)
    audit.record(db, offer, "written", by=by, now=now)
    return offer


def change_modules(
    db: Session,
    offer_id: int,
    change: Callable[[Modules], Modules],
    *,
    by: Person,
    now: datetime,
) -> PathwayOffer:
    """The modules of a draft or a returned pathway. Raises OfferNotEditable, and what `change` raises."""
    check_editable(lock_offer(db, offer_id))
    offer = queries.get_pathway(db, offer_id)
    write_modules(db, offer, change(modules_of(queries.list_modules(db, [offer_id]))), now=now)
    offer.updated_at = now
    audit.record(db, offer, "modules_changed", by=by, now=now)
    return offer


def check_training(db: Session, offer_id: int) -> None:
    """Raises NotAModule unless it is a published training."""
    training = queries.find_trainings(db, [offer_id]).get(offer_id)
    if training is None or training.status != OfferStatus.PUBLISHED:
        raise NotAModule


def check_whole(db: Session, modules: Modules) -> None:
    """Raises NoModuleYet, ModuleNotPublished."""
    if not modules:
        raise NoModuleYet
    trainings = queries.find_trainings(db, (module.offer_id for module in modules))
    for module in modules:
        if trainings[module.offer_id].status != OfferStatus.PUBLISHED:
            raise ModuleNotPublished(title=trainings[module.offer_id].title)


def check_unused(db: Session, offer_id: int, now: datetime) -> None:
    """Raises PeopleUnderWay while people follow it."""
    people = queries.count_under_way(db, [offer_id]).get(offer_id, 0)
    if people:
        raise PeopleUnderWay(people=people)


def write_text(db: Session, offer: PathwayOffer, text: PathwayText, *, now: datetime) -> None:
    """Put the text in the offer, and what is derived from it: where it is found, and among which."""
    themes = [theme for theme in list_themes(db) if theme.id in text.theme_ids]
    for column in fields(text):
        if column.name not in NOT_COLUMNS:
            setattr(offer, column.name, getattr(text, column.name))
    offer.themes = themes
    offer.sort_key = normalised(text.title)
    offer.search_text = _words_of(text, themes)
    offer.updated_at = now
    db.add(offer)
    write_modules(db, offer, text.modules, now=now)


def _words_of(text: PathwayText, themes: list[Theme]) -> str:
    names = [name for theme in themes for name in (theme.name_fr, theme.name_en)]
    return search_text(text.title, text.summary, text.objectives, text.audience, *names)
