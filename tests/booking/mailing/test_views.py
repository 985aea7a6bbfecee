from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.booking.mailing.models import Mailing
from shared_services.core.audit import AuditEntry
from shared_services.core.database import read_session
from shared_services.outbox import rendering
from shared_services.outbox.letters import Dropped
from shared_services.outbox.models import OutboxMessage
from tests.support.bookings import book, cancel
from tests.support.makers import (
    MONDAY,
    count,
    make_hub,
    make_manager,
    make_offer,
    make_person,
    make_session,
    make_trainer,
)

NONCE = "0123456789abcdef" * 2
TYPED = {
    "statuses": "confirmed",
    "subject": "Parking",
    "body": "Entrée par la cour.\n\nPlan : https://exemple.fr/plan <b>",
    "nonce": NONCE,
}


@pytest.fixture
def hub(db):
    return make_hub(email="hub@test.example")


@pytest.fixture
def session(hub):
    return make_session(make_offer(hub, title="Pix"), capacity=2)


@pytest.fixture
def browser(hub, sign_in):
    return sign_in(make_manager(hub))


def written(db):
    messages = select(OutboxMessage).where(OutboxMessage.kind == "mailing").order_by(OutboxMessage.id)
    return list(db.scalars(messages))


class TestWriting:
    def test_it_is_first_shown_as_the_first_reader_will_see_it_and_nothing_leaves(self, session, browser, db):
        book(session, make_person("Zoé", "Abel"))
        book(session)
        book(session)

        page = browser.post(f"/manage/dates/{session.id}/message", data=TYPED).page

        assert "À 2 personnes" in page.text
        assert "Bonjour Zoé," in page.text
        assert 'href="https://exemple.fr/plan"' in page.html
        assert "&lt;b&gt;" in page.html
        assert written(db) == []

    def test_it_leaves_once_to_each_however_often_the_button_is_pressed(self, session, browser, db):
        people = [book(session).person_id, book(session).person_id]
        book(session)
        form = TYPED | {"step": "send"}

        first = browser.post(f"/manage/dates/{session.id}/message", data=form)
        second = browser.post(f"/manage/dates/{session.id}/message", data=form)

        assert first.headers["Location"] == second.headers["Location"]
        assert first.headers["Location"].endswith(f"/manage/sessions/{session.id}#mailings")
        assert [message.payload["person_id"] for message in written(db)] == people
        assert count(db, Mailing) == 1
        assert db.scalars(select(AuditEntry).where(AuditEntry.action == "written_to")).one()

    def test_the_roster_keeps_what_was_written(self, session, browser):
        book(session)
        browser.post(f"/manage/dates/{session.id}/message", data=TYPED | {"step": "send"})

        text = browser.get(f"/manage/sessions/{session.id}").page.text

        assert "Parking · lundi 4 janvier à 9 h, par Maud Nager · 1 destinataire" in text

    def test_nobody_in_that_state_is_said_beside_the_choice(self, session, browser, db):
        answer = browser.post(f"/manage/dates/{session.id}/message", data=TYPED | {"statuses": "waitlisted"})

        assert answer.status_code == 422
        assert "Personne n'est dans cet état" in answer.page.text
        assert "Entrée par la cour." in answer.page.text

    def test_corrections_start_from_what_was_typed(self, session, browser):
        book(session)

        answer = browser.post(f"/manage/dates/{session.id}/message", data=TYPED | {"step": "edit"})

        assert answer.status_code == 200
        assert "Entrée par la cour." in answer.page.text

    @pytest.mark.parametrize("wrong", [{"subject": ""}, {"body": "é" * 4001}, {"statuses": "cancelled"}])
    def test_what_cannot_be_sent_is_refused(self, session, browser, db, wrong):
        book(session)

        answer = browser.post(f"/manage/dates/{session.id}/message", data=TYPED | wrong | {"step": "send"})

        assert answer.status_code == 422
        assert written(db) == []

    def test_after_twenty_in_an_hour_the_hub_waits(self, session, browser, db, at):
        book(session)
        path = f"/manage/dates/{session.id}/message"
        for number in range(20):
            browser.post(path, data=TYPED | {"step": "send", "nonce": f"{number:032x}"})

        assert browser.post(path, data=TYPED | {"step": "send"}).status_code == 429
        assert len(written(db)) == 20
        with at(MONDAY + timedelta(hours=1, minutes=1)):
            assert browser.post(path, data=TYPED | {"step": "send"}).status_code == 303

    def test_trainers_and_other_hubs_do_not_write(self, hub, session, sign_in):
        for stranger in (make_trainer(hub), make_manager(make_hub())):
            assert sign_in(stranger).get(f"/manage/dates/{session.id}/message").status_code == 403


class TestTheLetter:
    def test_it_says_who_writes_and_answers_go_to_the_hub(self, session, browser, db):
        book(session, make_person("Zoé", "Abel"))
        browser.post(f"/manage/dates/{session.id}/message", data=TYPED | {"step": "send"})

        email = rendering.render(read_session(), written(db)[0])

        assert email["Subject"] == "Parking"
        assert email["Reply-To"] == "hub@test.example"
        text = email.get_body(("plain",)).get_content()
        assert "Entrée par la cour.\n\nPlan : https://exemple.fr/plan <b>" in text
        assert "&lt;b&gt;" in email.get_body(("html",)).get_content()

    def test_who_has_left_meanwhile_is_not_written_to(self, session, browser, db):
        booking = book(session)
        browser.post(f"/manage/dates/{session.id}/message", data=TYPED | {"step": "send"})
        cancel(booking)

        with pytest.raises(Dropped):
            rendering.render(read_session(), written(db)[0])
