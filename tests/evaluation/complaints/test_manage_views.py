from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.own_data import collect
from shared_services.core.database import transaction
from shared_services.evaluation.complaints.models import Complaint
from shared_services.evaluation.complaints.operations import Filed, file_complaint
from shared_services.evaluation.jobs import forget_surveys
from shared_services.network.models import StaffRhythm
from shared_services.outbox.models import OutboxMessage
from shared_services.web.desk.messages import count_what_waits, lines_of
from tests.support.makers import (
    MONDAY,
    count,
    kinds_posted,
    make_hub,
    make_manager,
    make_person,
    make_role,
)
from tests.support.queries import count_queries


@pytest.fixture
def hub(db):
    return make_hub()


@pytest.fixture
def manager(hub):
    return make_manager(hub)


@pytest.fixture
def browser(manager, sign_in):
    return sign_in(manager)


def file(hub, person=None, *, now=MONDAY, subject="Salle fermée"):
    with transaction() as db:
        filed = Filed(subject=subject, what_happened="Personne n'avait la clé.")
        return file_complaint(db, hub.id, filed, person=person or make_person(), now=now)


def state(db, complaint):
    statement = select(Complaint.state).where(Complaint.id == complaint.id)
    return db.scalar(statement).value


class TestRegister:
    def test_the_oldest_comes_first_with_its_delay(self, hub, browser):
        file(hub, subject="Hier", now=MONDAY - timedelta(days=1))
        file(hub, subject="Il y a longtemps", now=MONDAY - timedelta(days=12))

        text = browser.get(f"/manage/{hub.id}/complaints").page.text
        assert text.index("Il y a longtemps") < text.index("Hier")
        assert "il y a 12 jours" in text.replace("\u00a0", " ")

    def test_as_many_statements_whatever_their_number(self, hub, browser):
        file(hub)
        browser.get(f"/manage/{hub.id}/complaints")
        with count_queries() as few:
            browser.get(f"/manage/{hub.id}/complaints")
        for _ in range(4):
            file(hub)
        with count_queries() as many:
            browser.get(f"/manage/{hub.id}/complaints")
        assert len(many) == len(few)

    def test_one_told_by_telephone_is_typed_in(self, db, hub, browser):
        data = {
            "name": "Jeanne Dupont",
            "phone": "06 12 34 56 78",
            "subject": "Bruit",
            "what_happened": "Trop.",
        }
        answer = browser.post(f"/manage/{hub.id}/complaints/new", data=data)

        page = browser.get(answer.location).page
        assert "Jeanne Dupont" in page.text
        assert "+33 6 12 34 56 78" in page.text
        assert kinds_posted(db) == []

    def test_with_an_address_a_receipt_leaves(self, db, hub, browser):
        data = {"name": "Jeanne", "email": "j@example.org", "subject": "Bruit", "what_happened": "Trop."}
        browser.post(f"/manage/{hub.id}/complaints/new", data=data)

        assert db.scalars(select(OutboxMessage.recipient)).all() == ["j@example.org"]

    def test_her_name_is_not_in_the_own_data_of_who_typed_it(self, db, hub, manager, browser):
        data = {"name": "Jeanne", "email": "j@example.org", "subject": "Bruit", "what_happened": "Trop."}
        browser.post(f"/manage/{hub.id}/complaints/new", data=data)

        (row,) = collect(db, manager)["complaint"]
        assert not {"author_name", "author_email", "author_phone"} & set(row)


class TestAnswering:
    def test_the_person_is_told_once_and_it_is_closed_afterwards(self, db, hub, browser):
        complaint = file(hub)
        address = f"/manage/complaints/{complaint.id}"

        browser.post(f"{address}/take")
        assert state(db, complaint) == "in_progress"
        browser.post(f"{address}/answer", data={"answer-words": "Nous avons fait faire un double."})
        assert state(db, complaint) == "answered"
        again = browser.post(f"{address}/answer", data={"answer-words": "Encore."})
        assert again.status_code == 409
        browser.post(f"{address}/close", data={"close-outcome": "put_right"})

        assert state(db, complaint) == "closed"
        assert kinds_posted(db).count("complaint_answered") == 1
        assert "Fondée, et corrigée" in browser.get(f"/manage/{hub.id}/complaints?all=yes").page.text

    def test_without_an_answer_only_what_was_withdrawn_is_closed(self, db, hub, browser):
        complaint = file(hub)
        address = f"/manage/complaints/{complaint.id}/close"

        assert browser.post(address, data={"close-outcome": "unjustified"}).status_code == 422
        assert browser.post(address, data={"close-outcome": "withdrawn"}).status_code == 303
        assert browser.post(address, data={"close-outcome": "withdrawn"}).status_code == 409

    def test_an_empty_answer_is_refused(self, db, hub, browser):
        complaint = file(hub)

        answer = browser.post(f"/manage/complaints/{complaint.id}/answer", data={"answer-words": " "})
        assert answer.status_code == 422
        assert state(db, complaint) == "received"

    def test_another_hub_does_not_read_it(self, hub, sign_in):
        complaint = file(hub)

        assert sign_in(make_manager(make_hub())).get(f"/manage/complaints/{complaint.id}").status_code == 403


class TestDelay:
    def test_the_desk_shows_it_after_a_week_without_an_answer(self, hub, browser, at):
        file(hub)

        with at(MONDAY + timedelta(days=6)):
            assert "Salle fermée" not in browser.get(f"/manage/{hub.id}").page.text
        with at(MONDAY + timedelta(days=7)):
            assert "Salle fermée" in browser.get(f"/manage/{hub.id}").page.text

    def test_the_morning_mail_tells_it_at_once(self, db, hub):
        make_role(make_person(), hub, rhythm=StaffRhythm.DAILY)
        file(hub)

        lines = lines_of(count_what_waits(db, hub.id, now=MONDAY))
        assert lines == ["1 réclamation attend votre réponse"]

    def test_it_is_kept_six_years(self, db, hub):
        file(hub)

        forget_surveys(MONDAY + timedelta(days=6 * 365))
        assert count(db, Complaint) == 1
        forget_surveys(MONDAY + timedelta(days=6 * 365 + 2))
        assert count(db, Complaint) == 0
