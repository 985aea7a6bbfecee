"""Thirty people on a phone: few requests, and nothing lost where there is no network; a signature drawn."""

import contextlib
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
from shared_services.demo.commands import PASSWORD as PASSWORD_OF_DEMO
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


class TestNothingIsLost:
    """What was ticked stays until the server has it, whatever comes between."""

    @pytest.fixture
    def call(self, open_site, site):
        """`call(day)`: the trainer on the page of the morning, the time stopped at its start."""
        with contextlib.ExitStack() as stack:

            def opened(day):
                session_id, half_day_id, starts_at, _email = prepare(site, day)
                stack.enter_context(clock.stopped(starts_at))
                trainer = open_site(390, as_="trainer")
                trainer.go(f"/manage/sessions/{session_id}/attendance/{half_day_id}")
                return trainer, session_id

            yield opened

    def test_signed_out_meanwhile_the_ticks_go_once_she_is_back(self, call, site):
        trainer, session_id = call(date(2027, 6, 1))
        page = trainer.page
        page.locator("label.roll-present").first.click()
        cookies = page.context.cookies()
        page.context.clear_cookies()
        page.get_by_role("button", name="Enregistrer l'appel").click()

        expect(trainer.main.locator("[data-unsent]")).to_contain_text("Cette page a expiré")
        trainer.judge()
        trainer.picture("roll-call-signed-out")
        page.context.add_cookies(cookies)
        page.get_by_role("link", name="Ouvrir la page de nouveau").click()

        expect(trainer.main.locator("[data-unsent]")).to_contain_text(
            "1 présence ou absence est enregistrée."
        )
        assert len(written(site, session_id)) == 1

    def test_ticked_while_the_rest_goes_it_still_waits_and_goes_next(self, call, site):
        trainer, session_id = call(date(2027, 6, 2))
        page, held = trainer.page, []
        page.route("**/attendance/*", lambda route: held.append(route) if not held else route.continue_())
        first, second = page.locator("label.roll-present").all()[:2]
        save = page.get_by_role("button", name="Enregistrer l'appel")
        first.click()
        save.click()
        expect(trainer.main.locator("[data-unsent]")).to_contain_text("Envoi")
        second.click()
        held[0].continue_()

        waits = page.locator("[data-waits]:not([hidden])")
        expect(waits).to_have_count(1)
        save.click()
        expect(waits).to_have_count(0)
        assert len(written(site, session_id)) == 2

    def test_two_pages_of_the_same_half_day_keep_what_either_was_told(self, call):
        trainer, _session_id = call(date(2027, 6, 3))
        other = trainer.page.context.new_page()
        other.goto(trainer.page.url)
        trainer.page.context.set_offline(True)
        trainer.page.locator("label.roll-present").nth(0).click()
        other.locator("label.roll-absent").nth(1).click()
        trainer.page.context.set_offline(False)
        other.close()

        trainer.page.reload()

        expect(trainer.page.locator("[data-waits]:not([hidden])")).to_have_count(2)

    def test_refused_it_is_still_there_and_said_to_wait(self, call, site):
        trainer, session_id = call(date(2027, 6, 4))
        page = trainer.page
        page.locator("label.roll-present").nth(0).click()
        page.locator("label.roll-present").nth(1).click()
        page.locator(".roll-more summary").nth(1).click()
        page.get_by_label("Retard, en minutes").nth(1).fill("300")
        page.get_by_role("button", name="Enregistrer l'appel").click()

        expect(trainer.main).to_contain_text("Notez plutôt une absence")
        page.goto(page.url)
        expect(page.locator("[data-waits]:not([hidden])")).to_have_count(2)
        assert written(site, session_id) == []

    def test_another_trainer_on_the_same_phone_does_not_send_it(self, call, open_site):
        trainer, _session_id = call(date(2027, 6, 7))
        trainer.page.locator("label.roll-present").first.click()
        address = trainer.page.url
        trainer.page.context.clear_cookies()
        trainer.sign_in("manager@demo.example", PASSWORD_OF_DEMO)
        trainer.page.goto(address)

        expect(trainer.page.locator("[data-waits]:not([hidden])")).to_have_count(0)
