"""Calendars to subscribe to: mine by a secret address, a hub's for everybody."""

from datetime import datetime, timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import private, public, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import NotFound
from shared_services.core.i18n import _, force_locale
from shared_services.core.limits import count_attempt, network_of
from shared_services.core.links import absolute_url
from shared_services.core.signing import BadLink, sign, unsign
from shared_services.kinds.expertise.queries import is_expert
from shared_services.kinds.trainings.queries import teaches
from shared_services.network.queries import get_hub_by_slug

from . import operations, queries
from .calendars import calendar_of_feed, calendar_of_hub
from .models import FeedKind

blueprint = Blueprint("feeds", __name__)

FEED_LINK = "calendar-feed"
SECONDS = 900
# A whole library may read from one address, and agendas ask about once an hour.
MOST_READS, READS_WITHIN = 600, timedelta(hours=1)


@blueprint.get("/account/calendars")
@private
@signed_in
def calendars() -> str:
    """My calendars, their addresses, and how to subscribe."""
    db, person = read_session(), current_person()
    open_ones = {feed.kind: feed for feed in queries.list_feeds(db, person.id)}
    addresses = {
        kind: absolute_url("feeds.feed", token=sign(FEED_LINK, str(feed.id)))
        for kind, feed in open_ones.items()
    }
    works = teaches(db, person.id) or is_expert(db, person.id)
    kinds = [FeedKind.BOOKINGS, *([FeedKind.TEACHING] if works else [])]
    return render_template("api/calendars.html", kinds=kinds, feeds=open_ones, addresses=addresses)


@blueprint.post("/account/calendars/<any(bookings, teaching):kind>")
@signed_in
def open_calendar(kind: str) -> AnyResponse:
    """A new address; the one before answers no more."""
    with transaction() as db:
        operations.open_feed(db, FeedKind(kind), person=current_person(), now=clock.now())
    flash(_("L'adresse est prête : copiez-la dans votre agenda."), "success")
    return redirect(url_for("feeds.calendars", _anchor=kind), 303)


@blueprint.post("/account/calendars/<any(bookings, teaching):kind>/close")
@signed_in
def close_calendar(kind: str) -> AnyResponse:
    """The address answers no more."""
    with transaction() as db:
        operations.close_feed(db, FeedKind(kind), person=current_person(), now=clock.now())
    flash(_("Cette adresse ne répond plus."), "success")
    return redirect(url_for("feeds.calendars"), 303)


@blueprint.get("/calendars/<token>.ics")
@private
@public
def feed(token: str) -> Response:
    """A person's calendar, for whoever has its address. Raises NotFound for any other address."""
    now = clock.now()
    _count_read(now)
    db = read_session()
    try:
        known = queries.find_feed(db, int(unsign(FEED_LINK, token)))
    except BadLink:
        raise NotFound from None
    if known is None:
        raise NotFound
    feed_id = known.id
    with force_locale(known.person.locale):
        content = calendar_of_feed(db, known, now=now)
    with transaction() as db:
        operations.note_read(db, feed_id, now=now)
    return _file(content, is_public=False)


@blueprint.get("/hubs/<slug>/calendar.ics")
@public
def hub_calendar(slug: str) -> Response:
    """A hub's public sessions, which anybody reads on its page anyway."""
    db = read_session()
    return _file(calendar_of_hub(db, get_hub_by_slug(db, slug), now=clock.now()), is_public=True)


def _count_read(now: datetime) -> None:
    """Raises TooManyAttempts."""
    reader = network_of(request.remote_addr or "unknown")
    with transaction() as db:
        count_attempt(db, "calendar", reader, most=MOST_READS, within=READS_WITHIN, now=now)


def _file(content: bytes, *, is_public: bool) -> Response:
    response = Response(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'inline; filename="agenda.ics"'
    response.headers["Cache-Control"] = f"{'public' if is_public else 'private'}, max-age={SECONDS}"
    response.add_etag()
    response.make_conditional(request)
    return response
