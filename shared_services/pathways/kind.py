"""What the catalogue must know of pathways: an offer of which nothing is booked itself."""

from typing import Any

from sqlalchemy.orm import Session

from shared_services.catalogue.kinds import Content, OfferKind, register_offer_kind

from . import queries, texts
from .operations import check_unused, check_whole
from .operations.modules import modules_of

NAME = "pathway"


def offer_facts(db: Session, offer_id: int) -> dict[str, Any]:
    """What the text of a pathway shows, besides its dates."""
    pathway, modules = queries.get_pathway(db, offer_id), queries.list_modules(db, [offer_id])
    return {
        "offer": pathway,
        "modules": modules,
        "rules": rules_of(modules),
    }


def rules_of(modules: Any) -> dict[int, str]:
    """By the number of a module what it asks for, in words."""
    titles = {module.offer_id: module.offer.title for module in modules}
    return {
        module.id: texts.rules_in_words(text, titles)
        for module, text in zip(modules, modules_of(modules), strict=True)
    }


def check_content(db: Session, content: Content) -> None:
    """What is submitted has modules, all of them published. Raises NoModuleYet, ModuleNotPublished."""
    check_whole(db, texts.modules_from(content.get("modules", [])))


OFFERS = OfferKind(
    endpoint="pathways.show",
    edit_endpoint="pathways_manage.edit_pathway",
    template="pathways/_pathway.html",
    facts=offer_facts,
    content=texts.content,
    told=texts.told,
    write=texts.write,
    check_unused=check_unused,
    check_whole=check_content,
)

register_offer_kind(NAME, OFFERS)
