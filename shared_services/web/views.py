"""Home, static pages and the choice of language."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, session, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person, person_or_none
from shared_services.accounts.models import Person
from shared_services.booking.facts import describe_bookings
from shared_services.booking.models import Booking
from shared_services.core import clock
from shared_services.core.access import public, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import LANGUAGES
from shared_services.core.redirects import same_site_path
from shared_services.core.site import settings
from shared_services.finding.saved_queries import find_departement
from shared_services.network.queries import list_hubs_managed

from . import queries
from .dated import with_seats

blueprint = Blueprint("web", __name__)

DATES_SHOWN = 4


@dataclass(frozen=True)
class MyDate:
    """One coming booking of the reader, in words."""

    booking: Booking
    title: str
    place: str


@blueprint.get("/")
@public
def home() -> str:
    """An aidant's next bookings first, then what to find; for a stranger, what the network is."""
    db, now, person = read_session(), clock.now(), person_or_none()
    return render_template(
        "web/home.html",
        person=person,
        coming=list_my_coming(db, person, now=now) if person else [],
        next_dates=with_seats(db, queries.list_next_bookables(db, now=now, most=DATES_SHOWN)),
        near=find_departement(db, person.id) if person else None,
        figures=None if person else queries.count_network(db, now=now),
    )


def list_my_coming(db: Session, person: Person, *, now: datetime) -> list[MyDate]:
    """The person's next live bookings, told by their kind."""
    bookings = queries.list_coming_bookings(db, person.id, now=now, most=DATES_SHOWN)
    facts = describe_bookings(db, bookings)
    return [MyDate(b, facts[b.id].title, facts[b.id].place) for b in bookings]


@blueprint.get("/start")
@signed_in
def start() -> Response:
    """Where one's day begins: what needs the admin, what needs the manager today, or one's bookings."""
    person = current_person()
    if person.is_admin:
        return redirect(url_for("admin.home"), 303)
    managed = list_hubs_managed(read_session(), person.id)
    if managed:
        return redirect(url_for("desk.desk", hub_id=managed[0].id), 303)
    return redirect(url_for("web.home"), 303)


@blueprint.post("/language")
@public
def set_language() -> Response:
    """Remember the language: in the account of a signed-in person, else in this browser."""
    language = request.form.get("language")
    if language in LANGUAGES:
        person = person_or_none()
        if person is None:
            session["language"] = language
        else:
            with transaction() as db:
                db.merge(person).locale = str(language)
    return redirect(same_site_path(request.form.get("next")) or url_for("web.home"), 303)


@blueprint.get("/help")
@public
def help() -> str:  # noqa: A001
    """How to book, cancel, wait; whom to ask."""
    return render_template("web/help.html")


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    """What works for whom, what does not yet, and whom to tell."""
    return render_template("web/accessibility.html")


@blueprint.get("/privacy")
@public
def privacy() -> str:
    """What is kept about people, why, how long, and their rights."""
    return render_template("web/privacy.html")


@blueprint.get("/legal")
@public
def legal() -> str:
    """Who publishes and hosts the site."""
    facts = settings()
    return render_template("web/legal.html", site_url=facts.site_url, contact_email=facts.mail_from)
