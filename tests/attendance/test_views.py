from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from shared_services.accounts.queries import get_person
from shared_services.attendance.links import room_token
from shared_services.attendance.models import Way
from shared_services.attendance.queries import list_entries
from tests.support.attendance import ABSENT, half_days, sign, tick_all
from tests.support.bookings import book
from tests.support.makers import make_manager, make_offer, make_person, make_session


@pytest.fixture
def morning(session):
    return half_days(session)[0]


@pytest.fixture
def browser(db, alice, sign_in):
    return sign_in(get_person(db, alice.person_id))


class TestByTheLinkOfTheRoom:
    @pytest.fixture
    def address(self, app, session, morning):
        return f"/attendance/{room_token(session.id, morning.id)}"

    def test_one_button_signs(self, db, session, morning, address, browser, at):
        with at(morning.starts_at):
            page = browser.get(address).page
            (action,) = [f.get("action") for f in page.forms if "/attendance/" in (f.get("action") or "")]
            answer = browser.post(action)
            after = browser.get(answer.location).page.text

        assert "Votre présence est signée." in after
        assert [one.way for one in list_entries(db, session.id)] == [Way.LINK]

    def test_the_next_day_it_opens_nothing(self, db, morning, address, alice, sign_in, at):
        with at(morning.ends_at + timedelta(days=1)):
            browser = sign_in(get_person(db, alice.person_id))
            assert "Ce code ne sert que" in browser.get(address).page.text
            assert browser.post(address).status_code == 409

    def test_a_stranger_signs_in_first(self, client, address):
        assert urlsplit(client.get(address).location).path == "/login"

    def test_who_has_no_place_is_told_whom_to_ask(self, address, sign_in):
        answer = sign_in(make_person()).get(address)

        assert answer.status_code == 403
        assert "Vous n'avez pas de place confirmée" in answer.page.text

    def test_a_link_made_up_opens_nothing(self, browser):
        assert browser.get("/attendance/made-up").status_code == 404


class TestFromHerAccount:
    def test_the_half_day_of_now_has_a_button(self, db, session, morning, browser, at):
        with at(morning.starts_at):
            text = browser.get(f"/sessions/{session.id}/attendance").page.text
            browser.post(f"/sessions/{session.id}/attendance/{morning.id}")
            after = browser.get(f"/sessions/{session.id}/attendance").page.text

        assert "Je suis là" in text
        assert "On signe à partir d'une demi-heure avant le début." in text
        assert "Signé à 9 h 30" in after
        assert [one.way for one in list_entries(db, session.id)] == [Way.ACCOUNT]

    def test_noted_absent_she_cannot_sign_it_away(self, session, morning, alice, trainer, browser, at):
        tick_all(session, [alice], by=trainer, what=ABSENT)
        with at(morning.starts_at):
            text = browser.get(f"/sessions/{session.id}/attendance").page.text
            answer = browser.post(f"/sessions/{session.id}/attendance/{morning.id}")

        assert "Je suis là" not in text
        assert answer.status_code == 409


class TestAtADistance:
    @pytest.fixture
    def remote(self, hub):
        return make_session(make_offer(hub), place_name="", address="", video_link="https://visio.example/a")

    @pytest.fixture
    def carol(self, remote):
        return book(remote, make_person("Carol", "Petit"))

    def test_her_page_says_what_is_still_to_confirm(self, db, remote, carol, sign_in, at):
        morning = half_days(remote)[0]
        address = f"/sessions/{remote.id}/attendance"
        with at(morning.starts_at):
            browser = sign_in(get_person(db, carol.person_id))
            first = browser.get(address).page.text
            browser.post(f"{address}/{morning.id}")
            second = browser.get(address).page.text
        with at(morning.ends_at):
            browser = sign_in(get_person(db, carol.person_id))
            third = browser.get(f"/attendance/{room_token(remote.id, morning.id)}").page.text
            browser.post(f"{address}/{morning.id}")
            last = browser.get(address).page.text

        assert "Je suis là" in first
        assert "Début confirmé à 9 h 30" in second
        assert "Fin : à confirmer de 12 h 15 à 13 h." in second
        assert "Je suis encore là" in third
        assert "Fin confirmée à 12 h 30" in last

    def test_the_trainer_sees_who_did_not_confirm_the_end(self, remote, carol, hub, sign_in, at):
        morning = half_days(remote)[0]
        sign(remote, morning, carol, now=morning.starts_at)
        with at(morning.ends_at + timedelta(hours=1)):
            browser = sign_in(make_manager(hub))
            sheet = browser.get(f"/manage/sessions/{remote.id}/attendance").page.text
            called = browser.get(f"/manage/sessions/{remote.id}/attendance/{morning.id}").page.text

        assert "1 début confirmé · 0 fin confirmée" in sheet
        assert "Départ non confirmé" in sheet
        assert "Départ non confirmé" in called
