"""A manager's Monday: requests, a thin session merged into its twin, seats kept, a list, habits."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.booking.operations import reserve
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.network.models import Hub
from tests.support.makers import MONDAY, make_offer, make_person, make_session

from .test_main_job import read_message

pytestmark = pytest.mark.browser

WINDOWS = [
    pytest.param(1280, True, date(2027, 1, 14), id="desk"),
    pytest.param(390, False, date(2027, 1, 15), id="phone-without-javascript"),
]


def prepare(site, day):
    """Two requests for a session, a thin session and its twin."""
    with site.app.app_context(), clock.stopped(MONDAY):
        db = read_session()
        manager = db.scalars(select(Person).where(Person.email == "manager@demo.example")).one()
        offer = make_offer(db.get_one(Hub, 1), author=manager, title=f"Tenir une permanence, {day:%d}")
        asked = make_session(offer, starts_on=day, needs_approval=True)
        thin = make_session(offer, starts_on=day.replace(day=20), capacity=10)
        twin = make_session(offer, starts_on=day.replace(day=27), capacity=10)
        people = [make_person(name, f"Roux {day:%d}") for name in ("Nadia", "Omar", "Paule")]
        for session, person in ((asked, people[0]), (asked, people[1]), (thin, people[2])):
            with transaction() as write:
                reserve(write, session.id, person=person, by=person, now=MONDAY)
        return offer.title, thin.id, twin.id, people[2].email, people[0].name


@pytest.mark.parametrize(("width", "script", "day"), WINDOWS)
def test_a_managers_day(open_site, site, width, script, day):
    title, thin_id, twin_id, paule, nadia = prepare(site, day)
    manager = open_site(width, script=script, as_="manager")
    manager.go("/manage/1")
    manager.picture("manager-day-whole-desk")
    manager.go("/manage/1?shown=pending")  # other days may have left requests for sooner dates
    assert nadia in manager.text
    manager.picture("manager-day-desk")
    manager.press("Accepter les demandes cochées")
    assert "acceptée" in manager.text

    # One person only: her session joins the one of the week after, she is told and may step out.
    manager.go(f"/manage/sessions/{thin_id}")
    manager.follow("Regrouper avec une autre date")
    manager.page.locator(f"#into-{twin_id}").check()
    manager.fill(reason="Une seule inscrite : nous regroupons les deux dates.")
    manager.picture("manager-day-merge")
    manager.press("Regrouper les deux dates")
    assert "1 personne est passée à l'autre date" in manager.text
    site.run_jobs()
    assert "La date du" in read_message(manager, paule, f"Nouvelle date.*{title}")

    # Two seats for members until the 25th, and nobody takes all the others.
    manager.go(f"/manage/sessions/{twin_id}")
    manager.follow("Partager les places")
    manager.fill(**{"kept-units": "2", "kept-until": day.replace(day=25).isoformat()})
    manager.picture("manager-day-sharing")
    manager.press("Garder ces places")
    assert "2 places gardées pour les membres du hub" in manager.text

    # The list for the cupboard, and the desk as it is in the evening.
    manager.go(f"/manage/sessions/{twin_id}")
    manager.picture("manager-day-roster")
    with manager.page.expect_download() as download:
        manager.main.get_by_role("button", name="Fichier CSV").click()
    assert "Paule" in download.value.path().read_text(encoding="utf-8-sig")
    manager.go("/manage/1/settings")
    manager.tick("Un seul message le matin")
    manager.picture("manager-day-settings")
    manager.press("Choisir ce rythme")
    assert "C'est noté" in manager.text
    assert re.search(r"/manage/1/settings", manager.page.url)
    manager.tick("Un message à chaque fois")
    manager.press("Choisir ce rythme")
