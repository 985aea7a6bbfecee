"""Every list of the site: how many statements it sends, and how much of the processor it takes.

    python -m benchmarks.pages DATABASE_URL

The database is filled beforehand by `flask --app wsgi demo load`, with or without `--scale`. The hub with
most offers and its fullest session are opened. Time is that of this process, so that what else runs on the
machine does not count; with PostgreSQL the server's share is missing. `tests/web/test_scale.py` holds the
number of statements.
"""

import sys
import time
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from config import settings_from
from shared_services import create_app
from shared_services.accounts.models import Device, Person
from shared_services.accounts.tokens import hash_token, new_token
from shared_services.booking.models import Bookable, Booking
from shared_services.catalogue.models import Offer
from shared_services.core import clock
from shared_services.core.database import database, read_session, transaction
from shared_services.network.models import Affiliation, Hub

TIMES = 5
MANY = func.count().desc()
DOMAIN = "demo.example"
OF_A_HUB = ("", "/offers", "/calendar", "/members", "/team", "/thin-sessions", "/announcements", "/exports")
OF_AN_ADMIN = ("", "/moderation", "/people", "/organisations", "/hubs", "/themes", "/announcements")
OF_AN_ADMIN += ("/audit", "/outbox", "/jobs")
CATALOGUE = {
    "the list": "",
    "page 3": "?page=3",
    "by price": "?sort=price",
    "near, free, seats left": "?departement=62&around=neighbours&free=1&seats=1",
    "the month": "?view=month",
    "the week": "?view=week",
    "nothing found": "?q=introuvable&departement=62&part=morning",
}


def list_pages(db: Session) -> dict[str | None, dict[str, str]]:
    """Name and address of every list, by the e-mail of who opens it; None for a stranger."""
    hub = db.execute(
        select(Hub.id, Hub.slug).join(Offer, Offer.hub_id == Hub.id).group_by(Hub.id).order_by(MANY).limit(1)
    ).one()
    of_hub = select(Bookable.offer_id, Bookable.id).where(Bookable.hub_id == hub.id)
    fullest = db.execute(
        of_hub.join(Booking, Booking.bookable_id == Bookable.id)
        .group_by(Bookable.id)
        .order_by(MANY, Bookable.id)
        .limit(1)
    ).one()
    organisation_id = db.scalar(
        select(Affiliation.organisation_id)
        .join(Person, Person.id == Affiliation.person_id)
        .where(Person.email == f"referent@{DOMAIN}", Affiliation.is_referent)
    )
    team = f"/organisations/{organisation_id}"
    return {
        None: {
            "home": "/",
            **{f"catalogue, {name}": f"/catalogue{query}" for name, query in CATALOGUE.items()},
            "hubs": "/hubs",
            "a hub": f"/hubs/{hub.slug}",
            "an offer": f"/trainings/{fullest.offer_id}",
        },
        f"aidant@{DOMAIN}": {
            name: f"/{name}"
            for name in ("bookings", "searches", "career", "my-organisations", "announcements")
        },
        f"referent@{DOMAIN}": {
            "bookings of a team": f"{team}/bookings",
            "who was trained": f"{team}/trained",
        },
        f"trainer@{DOMAIN}": {"teaching": "/teaching"},
        f"manager@{DOMAIN}": {
            **{f"hub{path}": f"/manage/{hub.id}{path}" for path in OF_A_HUB},
            "roster": f"/manage/sessions/{fullest.id}",
        },
        f"admin@{DOMAIN}": {f"admin{path}": f"/admin{path}" for path in OF_AN_ADMIN},
    }


def open_browser(app: Flask, email: str | None) -> FlaskClient:
    """Somebody's browser, signed in without her password."""
    browser = app.test_client()
    if email is not None:
        token, now = new_token(), clock.now()
        with app.app_context(), transaction() as db:
            person_id = db.scalar(select(Person.id).where(Person.email == email))
            device = {"person_id": person_id, "token_hash": hash_token(token)}
            db.add(Device(**device, created_at=now, last_seen_at=now))
        with browser.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
    return browser


def main() -> None:
    app = create_app(settings_from({"APP_ENV": "testing", "DATABASE_URL": sys.argv[1]}))
    statements: list[str] = []
    with app.app_context():
        engine = database.engine
        pages = list_pages(read_session())

    @event.listens_for(engine, "before_cursor_execute")
    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    for email, addresses in pages.items():
        browser = open_browser(app, email)
        for name, path in addresses.items():
            spent = []
            for _ in range(TIMES):
                statements.clear()
                start = time.process_time()
                response = browser.get(path)
                spent.append(time.process_time() - start)
                if response.status_code != 200:
                    raise RuntimeError(f"{path} answered {response.status_code}")
            size = len(response.data) // 1024
            print(f"{name}\t{1000 * median(spent):.0f} ms\t{len(statements)} statements\t{size} KB")


if __name__ == "__main__":
    main()
