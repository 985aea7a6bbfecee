import pytest

from shared_services.core.database import transaction
from shared_services.evaluation.complaints.messages import (
    render_answered,
    render_closed,
    render_received,
    render_to_answer,
)
from shared_services.evaluation.complaints.models import ComplaintOutcome
from shared_services.evaluation.complaints.operations import (
    Caller,
    Filed,
    answer_complaint,
    close_complaint,
    enter_complaint,
)
from shared_services.outbox.letters import Dropped
from shared_services.outbox.rendering import preview
from tests.evaluation.complaints.test_manage_views import file
from tests.support.makers import MONDAY, make_hub, make_manager

FILED = Filed(subject="Bruit", what_happened="Trop.")


@pytest.fixture
def hub(db):
    return make_hub()


def payload(complaint):
    return {"complaint_id": complaint.id}


def test_who_has_an_account_is_led_to_her_page(db, hub):
    complaint = file(hub)

    assert complaint.reference in render_received(db, payload(complaint)).facts["url"]


def test_who_called_is_answered_in_the_message_alone(db, hub):
    with transaction() as writing:
        caller = Caller(name="Jeanne", email="j@example.org")
        complaint = enter_complaint(writing, hub.id, FILED, caller, by=make_manager(hub), now=MONDAY)

    letter = render_answered(db, payload(complaint))
    assert letter.facts["url"] == ""
    assert letter.reply_to == hub.email


def test_closed_as_withdrawn_she_may_say_that_it_is_not_so(db, hub):
    complaint = file(hub)
    with transaction() as writing:
        close_complaint(writing, complaint.id, ComplaintOutcome.WITHDRAWN, by=make_manager(hub), now=MONDAY)

    letter = render_closed(db, payload(complaint))
    _subject, said = preview(letter, "fr")
    assert "a noté que vous retirez votre réclamation" in said
    assert f"/hubs/{hub.id}/complaints" in said
    assert letter.reply_to == hub.email


def test_managers_are_no_longer_asked_once_somebody_has_answered(db, hub):
    complaint = file(hub)
    assert "manage/complaints" in render_to_answer(db, payload(complaint)).facts["url"]

    with transaction() as writing:
        answer_complaint(writing, complaint.id, "C'est fait.", by=make_manager(hub), now=MONDAY)
    with pytest.raises(Dropped):
        render_to_answer(db, payload(complaint))
