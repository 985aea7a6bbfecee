"""A referent's day: three colleagues registered, one replaced, one cancelled, who is trained in what."""

from datetime import date

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.booking.models import Audience
from shared_services.core import clock
from shared_services.core.database import read_session
from shared_services.network.models import Hub
from shared_services.network.queries import list_organisations_referred, list_people_of
from tests.support.makers import MONDAY, make_offer, make_session

from .test_main_job import read_message

pytestmark = pytest.mark.browser

WINDOWS = [
    pytest.param(1280, True, date(2027, 3, 9), id="desk"),
    pytest.param(390, False, date(2027, 3, 16), id="phone-without-javascript"),
]


def prepare(site, day):
    """A session of her hub with seats, and her colleagues."""
    with site.app.app_context(), clock.stopped(MONDAY):
        db = read_session()
        referent = db.scalars(select(Person).where(Person.email == "referent@demo.example")).one()
        team = list_organisations_referred(db, referent.id)[0]
        people = [(p.name, p.email) for p in list_people_of(db, team.id) if p.id != referent.id]
        manager = db.scalars(select(Person).where(Person.email == "manager@demo.example")).one()
        offer = make_offer(db.get_one(Hub, 1), author=manager, title=f"Accueillir un public pressé, {day:%d}")
        session = make_session(offer, starts_on=day, audience=Audience.HUB_MEMBERS, capacity=8)
        return f"/sessions/{session.id}", offer.title, people


@pytest.mark.parametrize(("width", "script", "day"), WINDOWS)
def test_a_referents_day(open_site, site, width, script, day):
    path, title, people = prepare(site, day)
    (anna, anna_email), (bilal, _), (chloe, _), (dora, _) = people[:4]
    referent = open_site(width, script=script, as_="referent")
    referent.page.get_by_role("link", name="Mon équipe").first.click()
    referent.judge()
    referent.picture("referent-day-team")

    referent.go(path)
    referent.follow("Réserver pour des collègues")
    for name in (anna, bilal, chloe):
        referent.tick(name)
    referent.tick("Tout le groupe ou personne")
    referent.picture("referent-day-choice")
    referent.press("Réserver pour ces personnes")
    assert "3 places réservées" in referent.text
    referent.picture("referent-day-group")

    # Bilal is ill: Dora comes instead, the seat is kept.
    referent.follow(bilal)
    referent.follow("Remplacer cette personne")
    referent.main.locator("select[name='person']").select_option(label=dora)
    referent.fill(reason="Bilal est malade")
    referent.picture("referent-day-swap")
    referent.press("Donner la place")
    assert f"Pour {dora}." in referent.text

    # Chloé has another appointment.
    referent.follow("voir le groupe")
    referent.follow(chloe)
    referent.follow("Annuler cette place")
    referent.fill(reason="Un autre rendez-vous")
    referent.press(f"Annuler la place de {chloe}")
    assert "Annulée" in referent.text

    referent.page.get_by_role("link", name="Mon équipe").first.click()
    referent.judge()
    referent.main.locator("select[name='person']").select_option(label=anna)
    referent.press("Afficher")
    assert title in referent.text
    referent.follow("Qui est formé à quoi")
    assert anna in referent.text
    referent.picture("referent-day-trained")

    site.run_jobs()
    mail = read_message(referent, anna_email, f"Confirmé.*{title}")
    assert "Sylvie Faure a réservé pour vous." in mail
