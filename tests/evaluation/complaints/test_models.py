from datetime import date, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from shared_services.evaluation.complaints.models import Complaint, ComplaintState, ImprovementAction
from tests.support.makers import MONDAY, make_hub, make_manager


def test_an_answer_is_owed_until_it_is_given_or_the_complaint_is_closed():
    assert Complaint(state=ComplaintState.RECEIVED).waits()
    assert Complaint(state=ComplaintState.IN_PROGRESS).waits()
    assert not Complaint(state=ComplaintState.ANSWERED, answered_at=MONDAY).waits()
    assert not Complaint(state=ComplaintState.CLOSED).waits()


def test_it_is_promised_within_thirty_days():
    complaint = Complaint(received_at=MONDAY)

    assert complaint.due_at == MONDAY + timedelta(days=30)
    assert complaint.days_since(MONDAY + timedelta(days=12, hours=23)) == 12


def test_an_action_is_late_the_day_after_unless_it_is_done():
    day = date(2027, 1, 15)

    assert not ImprovementAction(due_on=day).is_late(day)
    assert ImprovementAction(due_on=day).is_late(day + timedelta(days=1))
    assert not ImprovementAction(due_on=day, done_on=day).is_late(day + timedelta(days=1))
    assert not ImprovementAction(due_on=None).is_late(day)


@pytest.mark.parametrize(
    "wrong",
    [{"state": ComplaintState.CLOSED}, {"answer": "Oui."}, {"subject": ""}, {"author_name": ""}],
)
def test_the_base_refuses_half_a_complaint(db, wrong):
    hub = make_hub()
    whole = {
        "reference": "ABCD-1234",
        "hub_id": hub.id,
        "author_name": "Jeanne",
        "entered_by_id": make_manager(hub).id,
        "subject": "Bruit",
        "what_happened": "Trop.",
        "received_at": MONDAY,
    }
    db.execute(insert(Complaint).values(**whole))
    with pytest.raises(IntegrityError):
        db.execute(insert(Complaint).values(**whole | {"reference": "EFGH-5678"} | wrong))
