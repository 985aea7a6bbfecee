"""A trainer's day: her week over two hubs, the list with what people need, her calendar, who came."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.booking.operations import reserve
from shared_services.booking.operations.questions import Answers, record_answers
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.kinds.trainings.queries import get_session
from shared_services.network.models import Hub
from tests.support.makers import MONDAY, make_offer, make_person, make_session

pytestmark = pytest.mark.browser

WINDOWS = [
    pytest.param(1280, True, date(2027, 5, 11), id="desk"),
    pytest.param(390, False, date(2027, 5, 18), id="phone-without-javascript"),
]
NEED = "Une place près de l'écran, je vois mal de loin"


def prepare(site, day):
    """A session in each of her two hubs; in the first one, two people, one of whom said a need."""
    with site.app.app_context(), clock.stopped(MONDAY):
        db = read_session()
        trainer = db.scalars(select(Person).where(Person.email == "trainer@demo.example")).one()
        manager = db.scalars(select(Person).where(Person.email == "manager@demo.example")).one()
        sessions = []
        for number in (1, 2):
            title = f"Parler d'argent sans gêne, hub {number}, {day:%d}"
            offer = make_offer(db.get_one(Hub, number), author=manager, title=title)
            session = make_session(offer, starts_on=day + timedelta(days=number - 1), capacity=6)
            with transaction() as write:
                get_session(write, session.id).trainers = [write.merge(trainer)]
            sessions.append((session.id, title))
        names = []
        for first_name, need in (("Inaya", NEED), ("Loris", "")):
            person = make_person(first_name, f"Petit {day:%d}")
            with transaction() as write:
                booking = reserve(write, sessions[0][0], person=person, by=person, now=MONDAY)
                record_answers(write, booking, Answers(need=need))
            names.append(person.name)
        return sessions, names


@pytest.mark.parametrize(("width", "script", "day"), WINDOWS)
def test_a_trainers_day(open_site, site, width, script, day):
    sessions, (inaya, loris) = prepare(site, day)
    trainer = open_site(width, script=script, as_="trainer")
    trainer.page.get_by_role("link", name="À animer").first.click()
    trainer.judge()
    while sessions[1][1] not in trainer.text:
        trainer.follow("Page suivante")
    trainer.picture("trainer-day-week")
    assert sessions[0][1] in trainer.text

    # The list, with what people need, seen by those who teach them.
    trainer.go(f"/manage/sessions/{sessions[0][0]}")
    assert inaya in trainer.text
    assert NEED in trainer.text
    trainer.picture("trainer-day-roster")

    # Her calendar, for the program she already uses.
    trainer.go("/account/calendars")
    trainer.main.locator("#teaching").get_by_role("button").first.click()
    trainer.page.wait_for_load_state()
    trainer.judge()
    trainer.picture("trainer-day-calendars")
    address = trainer.main.locator("#teaching input").first.input_value()
    assert sessions[1][1] in trainer.page.request.get(address).text().replace("\r\n ", "").replace("\\,", ",")

    # On the day, as the people come in.
    morning = MONDAY.replace(year=day.year, month=day.month, day=day.day, hour=9)
    with clock.stopped(morning):
        late = open_site(width, script=script, as_="trainer")
        late.go(f"/manage/sessions/{sessions[0][0]}")
        late.follow("La feuille de présence")
        late.follow("Faire l'appel")
        if script:
            late.page.context.set_offline(True)
        for name, what in ((inaya, "Présence"), (loris, "Absence")):
            late.main.get_by_role("group", name=name).get_by_text(what, exact=True).click()
        late.picture("trainer-day-roll-call")
        if script:
            keep_without_network(late, inaya)
        else:
            late.press("Enregistrer l'appel")
            assert "2 présences ou absences sont enregistrées." in late.text
        late.go(f"/manage/sessions/{sessions[0][0]}/attendance")
        assert "2 sur 2 personnes notées" in late.text
        late.picture("trainer-day-attendance")


def keep_without_network(trainer, name):
    """What was ticked stays on the phone, even if the page is opened again, and leaves with the network."""
    line = trainer.main.locator("[data-unsent]")
    trainer.page.get_by_role("button", name="Enregistrer l'appel").click()
    expect(line).to_contain_text("Pas de réseau")
    trainer.page.context.set_offline(False)
    expect(line).to_contain_text("2 présences ou absences sont enregistrées.")
    tick = trainer.main.get_by_role("group", name=name).get_by_role("radio", name="Présence")
    trainer.page.reload()
    expect(tick).to_be_checked()
    trainer.main.get_by_role("group", name=name).get_by_text("Absence", exact=True).click()
    trainer.page.reload()
    expect(line).to_contain_text("pas encore envoyé")
    expect(tick).not_to_be_checked()
