from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Device
from shared_services.outbox.letters import Dropped
from shared_services.outbox.rendering import render
from tests.accounts.conftest import PASSWORD, messages
from tests.support.makers import MONDAY, make_device, make_person
from tests.support.queries import count_queries

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


def log_in(client, agent, email="alice@lens.example"):
    return client.post("/login", data={"email": email, "password": PASSWORD}, headers={"User-Agent": agent})


class TestMyDevices:
    def test_each_is_told_in_words_and_this_one_is_marked(self, app, db, alice):
        phone, desk = app.test_client(), app.test_client()
        log_in(phone, PHONE)
        log_in(desk, DESK)

        page = desk.get("/account/devices").page

        assert "Chrome sur Android" in page.text
        assert "Firefox sur Windows Celui-ci" in page.text

    def test_one_is_signed_out_and_the_others_stay(self, app, db, alice):
        phone, desk = app.test_client(), app.test_client()
        log_in(phone, PHONE)
        log_in(desk, DESK)
        on_phone = db.scalars(select(Device.id).where(Device.user_agent == PHONE)).one()

        desk.post(f"/account/devices/{on_phone}/close")

        assert phone.get("/account").status_code == 303
        assert desk.get("/account").status_code == 200

    def test_signing_out_the_one_in_hand_leads_to_the_sign_in_page(self, app, db, alice):
        desk = app.test_client()
        log_in(desk, DESK)

        answer = desk.post(f"/account/devices/{db.scalars(select(Device.id)).one()}/close")

        assert answer.location == "/login"
        assert desk.get("/account").status_code == 303

    def test_everywhere_is_everywhere(self, app, db, alice):
        phone, desk = app.test_client(), app.test_client()
        log_in(phone, PHONE)
        log_in(desk, DESK)

        desk.post("/account/devices/close")

        assert phone.get("/account").status_code == 303
        assert desk.get("/account").status_code == 303

    def test_somebody_else_s_is_refused(self, sign_in, db, alice):
        hers = make_device(make_person(), "hers", now=MONDAY)

        assert sign_in(alice).post(f"/account/devices/{hers.id}/close").status_code == 403
        assert db.get(Device, hers.id).revoked_at is None

    def test_what_was_signed_out_or_long_unused_is_not_listed(self, sign_in, db, alice):
        make_device(alice, "old", now=MONDAY - timedelta(days=31))
        client = sign_in(alice)

        assert client.get("/account/devices").page.text.count("Connecté le") == 1

    def test_the_list_costs_the_same_whatever_its_length(self, sign_in, db, alice):
        client = sign_in(alice)
        with count_queries() as few:
            client.get("/account/devices")
        for number in range(5):
            make_device(alice, f"device {number}", now=MONDAY)
        with count_queries() as many:
            client.get("/account/devices")

        assert len(many) == len(few)


class TestTheMailAboutANewDevice:
    def test_nothing_is_said_of_the_very_first_one(self, client, alice, sent):
        log_in(client, DESK)

        assert sent() == []

    def test_a_kind_of_browser_not_seen_before_is_told_once(self, app, db, alice, sent):
        log_in(app.test_client(), DESK)
        log_in(app.test_client(), PHONE)
        log_in(app.test_client(), PHONE)

        assert sent() == [("new_device", "alice@lens.example")]
        text = render(db, messages(db)[0]).get_body(("plain",)).get_content()
        assert "Chrome sur Android" in text

    def test_it_is_not_sent_once_the_device_is_signed_out(self, app, db, alice):
        log_in(app.test_client(), DESK)
        phone = app.test_client()
        log_in(phone, PHONE)
        phone.post("/logout")

        with pytest.raises(Dropped):
            render(db, messages(db)[0])
