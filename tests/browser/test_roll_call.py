"""Thirty people on a phone: few requests, and nothing lost where there is no network; a signature drawn."""

from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.accounts.passwords import hash_password
from shared_services.attendance.links import room_token
from shared_services.attendance.queries import list_drawn, list_entries
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.kinds.trainings.queries import get_session
from shared_services.network.models import Hub
from tests.support.bookings import book
from tests.support.makers import MONDAY, make_offer, make_person, make_session

pytestmark = pytest.mark.browser

PEOPLE = 30
MOST_REQUESTS = 3
PASSWORD = "a-passphrase-of-tests"


def prepare(site, day):
    """Thirty people in a session taught by the trainer of the demo."""
    with site.app.app_context(), clock.stopped(MONDAY):
        db = read_session()
        trainer = db.scalars(select(Person).where(Person.email == "trainer@demo.example")).one()
        manager = db.scalars(select(Person).where(Person.email == "manager@demo.example")).one()
        offer = make_offer(db.get_one(Hub, 1), author=manager, title=f"Trente personnes, {day:%d}")
        session = make_session(offer, starts_on=day, capacity=PEOPLE)
        with transaction() as write:
            get_session(write, session.id).trainers = [write.merge(trainer)]
        secret = hash_password(PASSWORD)
        for number in range(PEOPLE):
            person = make_person(
                f"Numéro {'ABCDEF'[number // 5]}{'abcde'[number % 5]}", "Trente", password_hash=secret
            )
            book(session, person)
        email = person.email
        half_day = get_session(read_session(), session.id).half_days[0]
        return session.id, half_day.id, half_day.starts_at, email


def written(site, session_id):
    with site.app.app_context():
        return list_entries(read_session(), session_id)


@pytest.mark.parametrize("offline", [False, True], ids=["with-network", "without-network"])
def test_thirty_people_are_called_from_a_phone(open_site, site, offline):
    session_id, half_day_id, starts_at, _email = prepare(site, date(2027, 5, 25 + offline))
    with clock.stopped(starts_at):
        trainer = open_site(390, as_="trainer")
        asked = []
        trainer.page.on(
            "request", lambda one: "/static/" not in one.url and asked.append((one.method, one.url))
        )
        trainer.page.goto(f"{site.url}/manage/sessions/{session_id}/attendance/{half_day_id}")
        line = trainer.main.locator("[data-unsent]")
        trainer.page.context.set_offline(offline)
        for choice in trainer.main.locator("label.roll-present").all():
            choice.click()
        trainer.page.get_by_role("button", name="Enregistrer l'appel").click()
        if offline:
            expect(line).to_contain_text("Pas de réseau")
            assert written(site, session_id) == []
            trainer.page.context.set_offline(False)
        expect(line).to_contain_text("30 présences ou absences sont enregistrées.")

        entries = written(site, session_id)
        assert len({one.booking_id for one in entries}) == len(entries) == PEOPLE
        assert len(asked) <= MOST_REQUESTS, asked
        trainer.judge()
        trainer.picture(f"roll-call-thirty-{'offline' if offline else 'online'}")


@pytest.mark.parametrize(("script", "day"), [(True, 27), (False, 28)], ids=["drawn", "without-javascript"])
def test_a_participant_signs_and_may_draw(open_site, site, script, day):
    session_id, half_day_id, starts_at, email = prepare(site, date(2027, 5, day))
    with clock.stopped(starts_at):
        with site.app.app_context():
            address = f"/attendance/{room_token(session_id, half_day_id)}"
        visitor = open_site(390, script=script)
        visitor.sign_in(email, PASSWORD)
        visitor.go(address)
        if script:
            box = visitor.page.locator("canvas").bounding_box()
            assert box is not None
            visitor.page.mouse.move(box["x"] + 30, box["y"] + 60)
            visitor.page.mouse.down()
            visitor.page.mouse.move(box["x"] + 160, box["y"] + 30, steps=6)
            visitor.page.mouse.move(box["x"] + 220, box["y"] + 70, steps=6)
            visitor.page.mouse.up()
        else:
            assert not visitor.page.locator("canvas").is_visible()
        visitor.picture(f"sign-{'drawn' if script else 'plain'}")
        visitor.press("Je suis là")
        assert "Votre présence est signée." in visitor.page.inner_text("body")

        with site.app.app_context():
            assert len(list_drawn(read_session(), session_id)) == script
        if script:
            trainer = open_site(1280, as_="trainer")
            trainer.go(f"/manage/sessions/{session_id}/attendance/print")
            trainer.picture("sheet-printed-with-drawing")
