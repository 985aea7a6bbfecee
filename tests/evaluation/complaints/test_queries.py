from datetime import date, timedelta

import pytest

from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from shared_services.evaluation.complaints.models import ComplaintOutcome
from shared_services.evaluation.complaints.operations import (
    Plan,
    answer_complaint,
    close_complaint,
    open_action,
)
from shared_services.evaluation.complaints.queries import (
    complaints_of_hub,
    count_to_do,
    count_waiting_complaints,
    get_complaint_by_reference,
    list_actions,
    list_late_complaints,
)
from tests.evaluation.complaints.test_manage_views import file
from tests.support.makers import MONDAY, make_hub, make_manager

WEEK = timedelta(days=7)


@pytest.fixture
def hub(db):
    return make_hub()


def do(verb, *given, hub):
    with transaction() as db:
        return verb(db, *given, by=make_manager(hub), now=MONDAY)


def test_the_register_begins_with_who_waits_longest_and_the_whole_of_it_with_the_latest(db, hub):
    old, new = file(hub, now=MONDAY - WEEK).id, file(hub).id
    closed = file(hub, now=MONDAY - 2 * WEEK).id
    do(close_complaint, closed, ComplaintOutcome.WITHDRAWN, hub=hub)
    file(make_hub())

    waiting = [one.id for one in db.scalars(complaints_of_hub(hub.id, waiting=True))]
    everything = [one.id for one in db.scalars(complaints_of_hub(hub.id, waiting=False))]
    assert (waiting, everything) == ([old, new], [new, old, closed])


def test_one_is_late_after_a_week_to_the_second_until_it_is_answered(db, hub):
    complaint = file(hub)

    def late(now):
        return [one.id for one in list_late_complaints(db, hub.id, now=now)]

    assert late(MONDAY + WEEK - timedelta(seconds=1)) == []
    assert late(MONDAY + WEEK) == [complaint.id]
    assert count_waiting_complaints(db, hub.id) == 1
    do(answer_complaint, complaint.id, "C'est fait.", hub=hub)
    assert late(MONDAY + WEEK) == []
    assert count_waiting_complaints(db, hub.id) == 0


def test_a_reference_that_nobody_has_is_not_found(db):
    with pytest.raises(NotFound):
        get_complaint_by_reference(db, "ZZZZ-9999")


def test_what_is_to_do_comes_first_the_soonest_then_what_is_done_the_latest(db, hub):
    january, march = date(2027, 1, 1), date(2027, 3, 1)
    for plan in (
        Plan(what="fait tôt", done_on=january),
        Plan(what="à faire plus tard", due_on=march),
        Plan(what="fait tard", done_on=march),
        Plan(what="à faire bientôt", due_on=january),
    ):
        do(open_action, hub.id, plan, hub=hub)

    told = [one.what for one in list_actions(db, hub.id)]
    assert told == ["à faire bientôt", "à faire plus tard", "fait tard", "fait tôt"]
    assert count_to_do(db, hub.id) == 2
