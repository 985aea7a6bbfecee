"""The public catalogue: look for an offer, see its next dates and the places left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared_services.catalogue.kinds import offer_kind
from shared_services.catalogue.models import LEVELS, Offer
from shared_services.catalogue.pictures.models import OfferPicture
from shared_services.catalogue.pictures.queries import pictures_of
from shared_services.core import clock
from shared_services.core.access import public
from shared_services.core.database import read_session
from shared_services.core.paging import Page
from shared_services.finding.queries import count_dates, list_dates, search_offers
from shared_services.finding.wish import Wish, address, read_wish

from ..dated import Dated, page_at, with_seats
from . import wish_words
from .calendar import build, read_layout
from .wish_words import Choices, list_nearest, list_ways_on

blueprint = Blueprint("web_catalogue", __name__)
DATES_SHOWN = 3


@dataclass(frozen=True)
class Found:
    """An offer with its next dates, how many more there are, and its picture."""

    offer: Offer
    url: str
    dates: list[Dated]
    more: int
    picture: OfferPicture | None


@blueprint.get("/catalogue")
@public
def catalogue() -> str | Response:
    """Search and filter; the address holds the whole wish, so that it can be shared."""
    said: dict[str, Any] = {name: value for name, value in request.args.items() if value.strip()}
    if "departement" not in said:
        said.pop("around", None)  # how far from nowhere
    if len(said) < len(request.args):  # a form sends its empty fields too
        return redirect(url_for("web_catalogue.catalogue", **said))
    db, now = read_session(), clock.now()
    choices = Choices.read(db)
    wish, wrong = read_wish(request.args, choices.known())
    layout = read_layout(request.args)
    page, slips = _find(db, wish, now=now, is_list=layout is None)
    return render_template(
        "web/catalogue.html",
        wish=wish,
        choices=choices,
        words=wish_words,
        levels=LEVELS,
        kept=address(wish),
        chips=[(choices.label(wish, name), address(wish.without(name))) for name in wish.conditions()],
        wrong=[wish_words.WRONG[name] for name in wrong],
        page=page,
        found=with_dates(db, page.items, wish, now=now) if layout is None else [],
        layout=layout,
        calendar=layout and build(db, wish, layout, slips=slips, now=now),
        is_approximate=slips and page.total > 0,
        ways_on=[] if page.total else list_ways_on(db, wish, choices, now=now),
        nearest=[] if page.total else list_nearest(db, wish, now=now),
        address=address,
    )


def _find(db: Session, wish: Wish, *, now: datetime, is_list: bool) -> tuple[Page[Offer], bool]:
    """What answers, and whether a slip had to be forgiven for it; a calendar only needs the number."""
    number = request.args.get("page", 1, type=int)
    page = search_offers(db, wish, slips=False, number=number, now=now, with_rows=is_list)
    if page.total or not wish.has_words:
        return page, False
    return search_offers(db, wish, slips=True, number=number, now=now, with_rows=is_list), True


def with_dates(db: Session, offers: list[Offer], wish: Wish, *, now: datetime) -> list[Found]:
    """The offers with their next dates that answer; as many statements for one offer or twenty."""
    ids = [offer.id for offer in offers]
    pictures = pictures_of(db, ids)
    coming = list_dates(db, wish, ids, now=now, most=DATES_SHOWN) if ids else []
    totals = count_dates(db, wish, ids, now=now) if ids else {}
    by_offer: dict[int | None, list[Dated]] = {}
    for dated in with_seats(db, coming):
        by_offer.setdefault(dated.bookable.offer_id, []).append(dated)
    return [
        Found(
            offer,
            page_at(offer_kind(offer.kind).endpoint, {"offer_id": offer.id}),
            by_offer.get(offer.id, []),
            max(0, totals.get(offer.id, 0) - DATES_SHOWN),
            pictures.get(offer.id),
        )
        for offer in offers
    ]
