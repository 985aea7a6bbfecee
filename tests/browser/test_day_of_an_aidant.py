"""An aidant's day: the morning's mail, a place in three screens, her agenda, cancelled in two taps."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.booking.models import Audience
from shared_services.core import clock
from shared_services.core.database import read_session
from shared_services.finding.jobs import post_search_alerts
from shared_services.network.models import Hub
from tests.support.makers import MONDAY, make_offer, make_session

from .test_main_job import link_in, read_message

pytestmark = pytest.mark.browser

WINDOWS = [
    pytest.param(390, True, date(2027, 4, 13), "orage", id="phone"),
    pytest.param(390, False, date(2027, 4, 20), "verger", id="phone-without-javascript"),
]


def prepare(site, day, word):
    """A new date of something she looks for, published after she kept her search."""
    now = MONDAY + timedelta(hours=1)
    with site.app.app_context(), clock.stopped(now):
        db = read_session()
        manager = db.scalars(select(Person).where(Person.email == "manager@demo.example")).one()
        title = f"Réparer un ordinateur après un {word}"
        offer = make_offer(db.get_one(Hub, 1), author=manager, title=title, published_at=now)
        make_session(offer, starts_on=day, audience=Audience.HUB_MEMBERS, created_at=now)
        return title


@pytest.mark.parametrize(("width", "script", "day", "word"), WINDOWS)
def test_an_aidants_day(open_site, site, width, script, day, word):
    aidant = open_site(width, script=script, as_="aidant")

    # Nothing yet: she keeps the search and is told by mail.
    aidant.go(f"/catalogue?q={word}")
    aidant.picture("aidant-day-nothing")
    aidant.follow("Garder cette recherche")
    aidant.tick("Chaque jour à 8 h")
    aidant.picture("aidant-day-search")
    aidant.press("Garder la recherche")
    title = prepare(site, day, word)
    with clock.stopped(MONDAY + timedelta(days=1)):
        with site.app.app_context():
            post_search_alerts(clock.now())
        site.run_jobs()
    mail = read_message(aidant, "aidant@demo.example", word)
    assert title in mail

    # Mail, offer, session, confirmed.
    aidant.go(link_in(mail, "trainings"))
    aidant.picture("aidant-day-offer")
    aidant.follow("Réserver le")
    aidant.picture("aidant-day-session")
    aidant.press("Réserver ma place")
    assert "Confirmée" in aidant.text
    aidant.picture("aidant-day-booking")
    with aidant.page.expect_download() as download:
        aidant.main.get_by_role("link", name="Ajouter à mon agenda").click()
    assert "BEGIN:VEVENT" in download.value.path().read_text()

    # She answers what helps her come, then something else comes up.
    aidant.follow("Dire un besoin pour participer")
    aidant.picture("aidant-day-need")
    aidant.go("/bookings")
    aidant.follow(title)
    aidant.follow("Annuler ma place")
    aidant.press("Annuler ma place")
    assert "nnulée" in aidant.text
    aidant.picture("aidant-day-cancelled")
