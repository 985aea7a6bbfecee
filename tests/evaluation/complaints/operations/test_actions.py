from datetime import date

import pytest
from sqlalchemy import select

from shared_services.core.audit import AuditEntry
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from shared_services.evaluation.complaints.models import ActionText, ImprovementAction
from shared_services.evaluation.complaints.operations import Plan, change_action, open_action
from shared_services.evaluation.complaints.queries import get_action
from shared_services.evaluation.models import SurveyAnswerValue
from tests.evaluation.complaints.test_manage_views import file
from tests.support.makers import MONDAY, count, make_hub, make_manager, make_offer, make_session
from tests.support.surveys import answered

PLAN = Plan(what="Venir avec un routeur", why="Le wifi coupe.", due_on=date(2027, 2, 1))


@pytest.fixture
def hub(db):
    return make_hub()


@pytest.fixture
def manager(hub):
    return make_manager(hub)


def said(db, hub):
    """The numbers of two free texts and of a note that were given to a hub."""
    session = make_session(make_offer(hub), starts_on=date(2026, 12, 28))
    answered(session, {"hot.satisfaction": 3, "hot.helped": "Le calme.", "hot.change": "Le wifi."})
    return list(db.scalars(select(SurveyAnswerValue.id)))


def opened(hub, by, **cited):
    with transaction() as db:
        return open_action(db, hub.id, PLAN, by=by, now=MONDAY, **cited).id


class TestOpenAction:
    def test_it_cites_words_and_complaints_never_a_note(self, db, hub, manager):
        complaint = file(hub)
        action_id = opened(hub, manager, text_ids=said(db, hub), complaint_ids=[complaint.id])

        assert count(db, ActionText) == 2
        assert [one.id for one in get_action(db, action_id).complaints] == [complaint.id]

    def test_what_was_said_to_another_hub_is_left_out(self, db, hub, manager):
        other = make_hub()
        opened(hub, manager, text_ids=said(db, other), complaint_ids=[file(other).id])

        assert count(db, ActionText) == 0
        assert get_action(db, db.scalars(select(ImprovementAction.id)).one()).complaints == []

    def test_nothing_need_be_cited(self, db, hub, manager):
        action = db.get_one(ImprovementAction, opened(hub, manager))
        assert (action.what, action.due_on, action.done_on) == (PLAN.what, PLAN.due_on, None)


class TestChangeAction:
    def test_it_says_what_came_of_it_and_the_audit_when_it_was_done(self, db, hub, manager):
        action_id = opened(hub, manager)
        done = Plan(what=PLAN.what, done_on=date(2027, 1, 20), effect="Plus une coupure.")
        with transaction() as writing:
            change_action(writing, action_id, done, by=manager, now=MONDAY)

        action = get_action(db, action_id)
        assert (action.effect, action.done_on, action.due_on) == (done.effect, done.done_on, None)
        entry = db.scalars(select(AuditEntry).where(AuditEntry.action == "changed")).one()
        assert entry.details == {"done_on": "2027-01-20"}

    def test_one_that_does_not_exist_is_not_found(self, db, manager):
        with pytest.raises(NotFound):
            change_action(db, 404, PLAN, by=manager, now=MONDAY)
