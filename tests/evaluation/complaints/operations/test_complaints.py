from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.core.database import transaction
from shared_services.evaluation.complaints.models import Complaint, ComplaintOutcome, ComplaintState
from shared_services.evaluation.complaints.operations import (
    Caller,
    Filed,
    answer_complaint,
    close_complaint,
    enter_complaint,
    file_complaint,
    forget_old_complaints,
    take_complaint,
)
from shared_services.evaluation.errors import ComplaintAnswered, ComplaintClosed, ComplaintUnanswered
from shared_services.outbox.models import OutboxMessage
from tests.support.makers import MONDAY, count, kinds_posted, make_hub, make_manager, make_person

FILED = Filed(subject="Salle fermée", what_happened="Personne n'avait la clé.", wish="Un double.")


@pytest.fixture
def hub(db):
    return make_hub()


@pytest.fixture
def manager(hub):
    return make_manager(hub)


def do(verb, *given, **more):
    with transaction() as db:
        return verb(db, *given, **{"now": MONDAY} | more)


@pytest.fixture
def complaint(hub, manager):
    return do(file_complaint, hub.id, FILED, person=make_person())


def state(db, complaint):
    return db.get_one(Complaint, complaint.id, populate_existing=True).state


class TestFiling:
    def test_its_author_and_each_manager_are_told(self, db, complaint):
        assert sorted(kinds_posted(db)) == ["complaint_received", "complaint_to_answer"]
        assert state(db, complaint) == ComplaintState.RECEIVED

    def test_who_called_has_a_receipt_only_with_an_address(self, db, hub, manager):
        do(enter_complaint, hub.id, FILED, Caller(name="Jeanne"), by=manager)
        assert kinds_posted(db) == []
        do(enter_complaint, hub.id, FILED, Caller(name="Jeanne", email="j@example.org"), by=manager)
        assert db.scalars(select(OutboxMessage.recipient)).all() == ["j@example.org"]


class TestAnswering:
    def test_it_goes_from_received_to_closed(self, db, complaint, manager):
        do(take_complaint, complaint.id, by=manager)
        assert state(db, complaint) == ComplaintState.IN_PROGRESS
        do(answer_complaint, complaint.id, "C'est fait.", by=manager)
        assert state(db, complaint) == ComplaintState.ANSWERED
        do(close_complaint, complaint.id, ComplaintOutcome.PUT_RIGHT, by=manager)
        assert state(db, complaint) == ComplaintState.CLOSED

    def test_it_may_be_answered_at_once(self, db, complaint, manager):
        do(answer_complaint, complaint.id, "C'est fait.", by=manager)
        assert kinds_posted(db).count("complaint_answered") == 1

    def test_to_look_into_it_late_takes_nothing_back(self, db, complaint, manager):
        do(answer_complaint, complaint.id, "C'est fait.", by=manager)
        do(take_complaint, complaint.id, by=manager)
        assert state(db, complaint) == ComplaintState.ANSWERED

    def test_the_first_answer_stands(self, db, complaint, manager):
        do(answer_complaint, complaint.id, "La première.", by=manager)
        with pytest.raises(ComplaintAnswered):
            do(answer_complaint, complaint.id, "La seconde.", by=manager)
        assert db.scalars(select(Complaint.answer)).all() == ["La première."]

    def test_she_is_told_what_came_of_it(self, db, complaint, manager):
        do(answer_complaint, complaint.id, "C'est fait.", by=manager)
        assert "complaint_closed" not in kinds_posted(db)
        do(close_complaint, complaint.id, ComplaintOutcome.PARTLY, by=manager)

        assert kinds_posted(db).count("complaint_closed") == 1

    def test_an_answer_comes_before_closing_unless_she_withdrew(self, db, complaint, manager):
        with pytest.raises(ComplaintUnanswered):
            do(close_complaint, complaint.id, ComplaintOutcome.UNJUSTIFIED, by=manager)
        do(close_complaint, complaint.id, ComplaintOutcome.WITHDRAWN, by=manager)
        assert state(db, complaint) == ComplaintState.CLOSED

    @pytest.mark.parametrize(
        ("verb", "given"),
        [
            (take_complaint, ()),
            (answer_complaint, ("Trop tard.",)),
            (close_complaint, (ComplaintOutcome.PARTLY,)),
        ],
    )
    def test_once_closed_nothing_moves(self, complaint, manager, verb, given):
        do(close_complaint, complaint.id, ComplaintOutcome.WITHDRAWN, by=manager)
        with pytest.raises(ComplaintClosed):
            do(verb, complaint.id, *given, by=manager)


class TestForgetting:
    def test_six_years_after_it_was_received(self, db, complaint):
        six_years = timedelta(days=6 * 365 + 1)
        assert do(forget_old_complaints, now=MONDAY + six_years - timedelta(seconds=1)) == 0
        assert do(forget_old_complaints, now=MONDAY + six_years) == 1
        assert count(db, Complaint) == 0
