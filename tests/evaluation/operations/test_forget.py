from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from shared_services.core.database import transaction
from shared_services.evaluation.models import SurveyAnswer, SurveyAnswerValue, SurveyInvitation, SurveyRound
from shared_services.evaluation.operations import forget_old_answers, forget_old_invitations
from tests.support.makers import MONDAY, count, make_session
from tests.support.surveys import answered, ask, came


def forget(verb, now):
    with transaction() as db:
        return verb(db, now=now)


class TestForgetOldInvitations:
    def test_only_those_a_year_old_go_and_the_round_keeps_how_many(self, db):
        session = make_session(starts_on=date(2026, 12, 28))
        came(session)
        ask(session, now=MONDAY)
        came(session)
        ask(session, now=MONDAY + timedelta(days=1))

        assert forget(forget_old_invitations, MONDAY + timedelta(days=365)) == 1
        assert count(db, SurveyInvitation) == 1
        assert db.scalars(select(SurveyRound.invited)).all() == [2]


class TestForgetOldAnswers:
    def test_a_round_goes_with_all_that_was_said_in_it_after_six_years(self, db):
        answered(make_session(starts_on=date(2026, 12, 28)), {"hot.satisfaction": 4, "hot.change": "Rien."})

        assert forget(forget_old_answers, datetime(2032, 12, 31, tzinfo=UTC)) == 0
        assert forget(forget_old_answers, datetime(2033, 1, 1, tzinfo=UTC)) == 1
        assert [count(db, model) for model in (SurveyRound, SurveyAnswer, SurveyAnswerValue)] == [0, 0, 0]

    def test_what_is_younger_stays(self, db):
        for day in (date(2026, 11, 30), date(2026, 12, 1)):
            answered(make_session(starts_on=day), {"hot.satisfaction": 4})

        assert forget(forget_old_answers, datetime(2032, 12, 15, tzinfo=UTC)) == 1
        assert db.scalars(select(SurveyRound.asked_on)).all() == [date(2026, 12, 1)]
