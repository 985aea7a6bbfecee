"""The public catalogue: look for an offer, see its next dates and the places left."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from sqlalchemy.orm import Session

from shared_services.booking.facts import Facts, describe_all, registered_kinds
from shared_services.booking.models import Bookable
from shared_services.booking.queries import Seats, list_coming, seats_of
from shared_services.catalogue.models import Modality, Offer, Theme
from shared_services.catalogue.search import (
    Wanted,
    count_published,
    list_covered_departements,
    list_themes,
)
from shared_services.core import clock
from shared_services.core.access import public
from shared_services.core.database import read_session
from shared_services.core.i18n import _l
from shared_services.network.models import Departement

from . import queries

blueprint = Blueprint("web_catalogue", __name__)

DATES_SHOWN = 3
LONGEST_SEARCH = 100
MODALITIES = {
    Modality.IN_PERSON: _l("Sur place"),
    Modality.REMOTE: _l("À distance"),
    Modality.HYBRID: _l("Sur place ou à distance"),
}
# Where each kind of offer has its page.
OFFER_PAGES = {"training": "trainings.show_offer"}
# Where each kind of bookable is booked, and the name of its number there.
DATE_PAGES = {"training": ("trainings.show_session", "session_id")}


@dataclass(frozen=True)
class Dated:
    """One coming date of an offer with its places; `facts` when its kind tells them."""

    bookable: Bookable
    seats: Seats
    facts: Facts | None
    url: str
    manage_url: str


@dataclass(frozen=True)
class Found:
    """An offer with its next dates, and how many more there are."""

    offer: Offer
    url: str
    dates: list[Dated]
    more: int


@dataclass(frozen=True)
class Choices:
    """What the filters offer."""

    themes: list[Theme]
    departements: list[Departement]


@blueprint.get("/catalogue")
@public
def catalogue() -> str:
    """Search and filter; the address holds the whole wish, so that it can be shared."""
    db, now = read_session(), clock.now()
    choices = Choices(list_themes(db), list_covered_departements(db))
    wanted = read_wish(request.args, choices)
    number = request.args.get("page", 1, type=int)
    page = queries.search_catalogue(db, wanted, slips=False, number=number, now=now)
    is_approximate = page.total == 0 and wanted.has_words
    if is_approximate:
        page = queries.search_catalogue(db, wanted, slips=True, number=number, now=now)
    return render_template(
        "web/catalogue.html",
        wanted=wanted,
        choices=choices,
        modalities=MODALITIES,
        page=page,
        found=with_dates(db, page.items, now=now),
        is_approximate=is_approximate and page.total > 0,
        ways_on=[] if page.total else list_ways_on(db, wanted, choices),
        kept=_kept(wanted),
    )


def read_wish(given: Any, choices: Choices) -> Wanted:
    """What the address asks for; a theme, département or modality we do not know is ignored."""

    def known(name: str, values: set[str]) -> str:
        value = given.get(name, "")
        return value if value in values else ""

    return Wanted(
        words=given.get("q", "").strip()[:LONGEST_SEARCH],
        departement=known("departement", {d.code for d in choices.departements}),
        theme=known("theme", {theme.slug for theme in choices.themes}),
        modality=known("modality", {str(modality) for modality in Modality}),
    )


def _kept(wanted: Wanted) -> dict[str, Any]:
    """The wish as it is written in the address."""
    wish = {"q" if name == "words" else name: value for name, value in asdict(wanted).items()}
    return {name: value for name, value in wish.items() if value}


def with_dates(db: Session, offers: list[Offer], *, now: datetime) -> list[Found]:
    """The offers with their next dates; the same number of statements for one offer or twenty."""
    coming = list_coming(db, [offer.id for offer in offers], now=now) if offers else []
    by_offer: dict[int | None, list[Bookable]] = {}
    for bookable in coming:
        by_offer.setdefault(bookable.offer_id, []).append(bookable)
    shown = [bookable for dates in by_offer.values() for bookable in dates[:DATES_SHOWN]]
    dated = {date.bookable.id: date for date in with_seats(db, shown)}
    return [
        Found(
            offer,
            page_at(OFFER_PAGES.get(offer.kind), {"offer_id": offer.id}),
            [dated[bookable.id] for bookable in by_offer.get(offer.id, [])[:DATES_SHOWN]],
            max(0, len(by_offer.get(offer.id, [])) - DATES_SHOWN),
        )
        for offer in offers
    ]


def with_seats(db: Session, bookables: list[Bookable]) -> list[Dated]:
    """Each date with its places, what its kind tells about it, and its page."""
    if not bookables:
        return []
    seats = seats_of(db, [bookable.id for bookable in bookables])
    told = registered_kinds()
    facts = describe_all(db, [(b.kind, b.id) for b in bookables if b.kind in told])
    return [_dated(bookable, seats[bookable.id], facts.get(bookable.id)) for bookable in bookables]


def _dated(bookable: Bookable, seats: Seats, facts: Facts | None) -> Dated:
    if facts is None:
        return Dated(bookable, seats, None, page_at(None, {}), page_at(None, {}))
    endpoint, name = DATE_PAGES.get(bookable.kind, (facts.endpoint, ""))
    url = page_at(endpoint, {name: bookable.id} if name else facts.values)
    manage_url = page_at(facts.manage_endpoint, facts.manage_values)
    return Dated(bookable, seats, facts, url, manage_url)


def page_at(endpoint: str | None, values: dict[str, Any]) -> str:
    """A page that a slice above may give; the catalogue when it gives none."""
    if endpoint in current_app.view_functions:
        return url_for(str(endpoint), **values)
    return url_for("web_catalogue.catalogue")


def list_ways_on(db: Session, wanted: Wanted, choices: Choices) -> list[tuple[str, str, int]]:
    """For an empty page: what would be found by giving up one condition (name, address, count)."""
    ways = []
    for name, relaxed in wanted.relaxed().items():
        count = count_published(db, relaxed)
        if count:
            ways.append((name, url_for("web_catalogue.catalogue", **_kept(relaxed)), count))
    return ways
