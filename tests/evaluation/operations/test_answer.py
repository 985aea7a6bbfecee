from datetime import date, timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.tokens import hash_token
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from shared_services.evaluation.errors import SurveyAnswered, SurveyExpired
from shared_services.evaluation.models import SurveyAnswer, SurveyInvitation, SurveyRound
from shared_services.evaluation.operations import answer_survey
from shared_services.network.models import OrganisationKind
from tests.support.makers import MONDAY, count, make_organisation, make_session
from tests.support.surveys import answers_by_key, ask, came, nonces


@pytest.fixture
def session(db):
    return make_session(starts_on=date(2026, 12, 28))


def invited(db, session, **given):
    """Somebody more came and is asked; the hash of her link, and her invitation."""
    came(session, **given)
    ask(session)
    invitation = db.scalars(select(SurveyInvitation).order_by(SurveyInvitation.id.desc())).first()
    return hash_token(nonces(db)[invitation.id]), invitation


def answer(token_hash, said=(), *, now=MONDAY):
    with transaction() as db:
        answer_survey(db, token_hash, said, now=now)


class TestAnswerSurvey:
    def test_it_is_counted_in_its_round(self, db, session):
        token_hash, invitation = invited(db, session)
        invited(db, session)

        answer(token_hash)

        kept = db.get_one(SurveyRound, invitation.round_id, populate_existing=True)
        assert (kept.invited, kept.answered) == (2, 1)

    def test_a_second_one_is_refused_and_leaves_nothing(self, db, session):
        token_hash, _invitation = invited(db, session)
        answer(token_hash)

        with pytest.raises(SurveyAnswered):
            answer(token_hash, now=MONDAY + timedelta(days=1))
        assert count(db, SurveyAnswer) == 1

    def test_it_is_open_until_the_sixtieth_day_to_the_second(self, db, session):
        token_hash, _invitation = invited(db, session)

        with pytest.raises(SurveyExpired):
            answer(token_hash, now=MONDAY + timedelta(days=60))
        answer(token_hash, now=MONDAY + timedelta(days=60, seconds=-1))
        assert count(db, SurveyAnswer) == 1

    def test_a_link_that_nobody_was_sent_answers_nothing(self, db):
        with pytest.raises(NotFound):
            answer(hash_token("nobody"))

    def test_it_keeps_the_kind_and_the_place_of_the_organisation_never_which_one(self, db, session):
        association = make_organisation(kind=OrganisationKind.ASSOCIATION)
        token_hash, _invitation = invited(db, session, organisation_id=association.id)

        answer(token_hash)

        kept = db.scalars(select(SurveyAnswer)).one()
        assert (kept.organisation_kind, kept.departement_code) == (OrganisationKind.ASSOCIATION, "62")
        assert "organisation_id" not in SurveyAnswer.__table__.columns

    def test_the_day_kept_is_the_one_in_paris(self, db, session):
        token_hash, invitation = invited(db, session)

        answer(token_hash, now=MONDAY.replace(hour=23, minute=30))

        db.refresh(invitation)
        assert invitation.answered_on == date(2027, 1, 5)

    def test_neither_numbers_nor_rows_follow_the_order_of_answering(self, db, session):
        links = [invited(db, session) for _ in range(12)]
        for token_hash, invitation in links:
            answer(token_hash, answers_by_key(db, invitation, {"hot.satisfaction": 4}))

        ids = list(db.scalars(select(SurveyAnswer.id)))
        written = list(db.scalars(select(SurveyAnswer.id).order_by(SurveyAnswer.id)))
        assert sorted(ids) == written
        assert max(ids) - min(ids) > 1000
