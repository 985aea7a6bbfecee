"""The manager's desk: what needs me today."""

from datetime import datetime

from flask import Blueprint, render_template

from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session
from shared_services.network.policies import can_manage_hub

from . import queries
from .catalogue_views import Dated, page_at, with_seats

blueprint = Blueprint("desk", __name__)

# Where each kind of offer is written.
EDIT_PAGES = {"training": "trainings_manage.edit_offer"}


@blueprint.get("/manage/<int:hub_id>")
@allowed(can_manage_hub)
def desk(hub_id: int) -> str:
    """In order of urgency: agreements to give, dates soon too thin or full, members, returned offers."""
    db, now = read_session(), clock.now()
    dates = with_seats(db, queries.list_hub_dates(db, hub_id, now=now))
    pending = queries.list_pending(db, hub_id)
    manage_urls = {
        date.bookable.id: date.manage_url for date in with_seats(db, [b.bookable for b in pending])
    }
    soon = now + queries.SOON
    return render_template(
        "web/desk.html",
        hub=queries.get_hub(db, hub_id),
        pending=pending,
        manage_urls=manage_urls,
        thin=[d for d in dates if is_before(d, soon) and is_thin(d.seats.taken, d.seats.capacity)],
        full=[d for d in dates if d.seats.waiting > 0],
        requests=queries.list_membership_requests(db, hub_id),
        offers=[
            (offer, page_at(EDIT_PAGES.get(offer.kind), {"offer_id": offer.id}))
            for offer in queries.list_unfinished_offers(db, hub_id)
        ],
        members_url=page_at("network_manage.members", {"hub_id": hub_id}),
        offers_url=page_at("trainings_manage.offers", {"hub_id": hub_id}),
        dates=dates[: queries.DATES_ON_DESK],
    )


def is_before(date: Dated, limit: datetime) -> bool:
    return date.bookable.starts_at is not None and date.bookable.starts_at <= limit


def is_thin(taken: int, capacity: int) -> bool:
    """A session where fewer than a third of the places are taken."""
    return taken * 3 < capacity
