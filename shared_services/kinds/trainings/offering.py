"""How an offer of trainings is shown, compared and changed: the catalogue asks, this answers."""

from typing import Any

from sqlalchemy.orm import Session

from shared_services.catalogue.kinds import OfferKind
from shared_services.core import clock

from . import queries, texts
from .advice import hints_for
from .operations import check_unused


def offer_page(db: Session, offer_id: int) -> dict[str, Any]:
    """What the page of an offer shows, besides its dates, and the advice its writers were given."""
    offer = queries.get_offer(db, offer_id)
    return {
        "offer": offer,
        "hints": hints_for(db, offer, now=clock.now()),
    }


OFFERS = OfferKind(
    endpoint="trainings.show_offer",
    edit_endpoint="trainings_manage.edit_offer",
    template="kinds/trainings/_offer.html",
    facts=offer_page,
    content=texts.content,
    told=texts.told,
    write=texts.write,
    check_unused=check_unused,
)
