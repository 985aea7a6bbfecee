from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from shared_services.accounts.tokens import hash_token
from shared_services.booking.models import BookingStatus
from shared_services.core.database import transaction
from shared_services.evaluation.defaults import Audience
from shared_services.evaluation.jobs import forget_surveys, send_surveys
from shared_services.evaluation.models import SurveyAnswer, SurveyInvitation, SurveyRound
from shared_services.evaluation.operations import answer_survey
from shared_services.evaluation.questions.operations import add_contact, set_rhythm
from shared_services.kinds.trainings.models import session_trainer
from shared_services.outbox.jobs import deliver_messages
from shared_services.outbox.models import MessageState, OutboxMessage
from tests.support.makers import (
    count,
    make_affiliation,
    make_hub,
    make_manager,
    make_offer,
    make_organisation,
    make_person,
    make_session,
    make_trainer,
)
from tests.support.surveys import answered, came, nonces

TUESDAY = date(2027, 1, 5)


def paris(day, hour, minute=0):
    return datetime(2027, 1, day, hour - 1, minute, tzinfo=UTC)


def asked(db):
    """The addresses asked so far, in order."""
    statement = select(OutboxMessage.recipient).where(OutboxMessage.kind == "survey_asked")
    return list(db.scalars(statement.order_by(OutboxMessage.id)))


def states(db, kind):
    statement = select(OutboxMessage.state).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
    return list(db.scalars(statement.execution_options(populate_existing=True)))


def teach(db, session, trainer):
    with transaction() as writing:
        writing.execute(session_trainer.insert().values(session_id=session.id, person_id=trainer.id))


class TestAtOnce:
    def test_those_noted_present_are_asked_that_evening_and_once(self, db):
        session = make_session(starts_on=TUESDAY)
        person = make_person()
        came(session, person)

        assert send_surveys(paris(5, 17, 59)) == 0
        assert send_surveys(paris(5, 18)) == 1
        assert send_surveys(paris(6, 9)) == 0
        assert asked(db) == [person.email]

    def test_whom_nobody_noted_is_asked_the_next_morning_at_nine(self, db):
        session = make_session(starts_on=TUESDAY)
        came(session, status=BookingStatus.CONFIRMED)
        came(session, status=BookingStatus.NO_SHOW)

        assert send_surveys(paris(6, 8, 59)) == 0
        assert send_surveys(paris(6, 9)) == 1

    def test_nine_is_nine_where_it_took_place(self, db):
        session = make_session(starts_on=TUESDAY, zone="Indian/Reunion")
        came(session, status=BookingStatus.CONFIRMED)

        assert send_surveys(paris(6, 5, 59)) == 0
        assert send_surveys(paris(6, 6)) == 1

    def test_trainers_are_asked_the_same_evening(self, db):
        hub = make_hub()
        session, trainer = make_session(make_offer(hub), starts_on=TUESDAY), make_trainer(hub)
        teach(db, session, trainer)
        came(session, status=BookingStatus.CONFIRMED)

        assert send_surveys(paris(5, 18)) == 1
        assert asked(db) == [trainer.email]

    def test_after_a_long_outage_nobody_is_asked_about_what_she_forgot(self, db):
        came(make_session(starts_on=TUESDAY))

        assert send_surveys(paris(30, 9)) == 0

    def test_a_cancelled_session_is_not_asked_about(self, db):
        came(make_session(starts_on=TUESDAY, status="cancelled", cancel_reason="Malade."))

        assert send_surveys(paris(6, 9)) == 0

    def test_a_blocked_person_is_left_alone(self, db):
        session = make_session(starts_on=TUESDAY)
        came(session, make_person(blocked_at=paris(4, 9), block_reason="Abus."))

        assert send_surveys(paris(6, 9)) == 0

    def test_a_paused_survey_asks_nobody(self, db):
        session = make_session(starts_on=TUESDAY)
        came(session)
        pause(session.hub_id, Audience.HOT)

        assert send_surveys(paris(6, 9)) == 0


def pause(hub_id, audience, *, is_active=False, weeks_after=None):
    with transaction() as db:
        set_rhythm(
            db,
            hub_id,
            audience,
            is_active=is_active,
            weeks_after=weeks_after,
            by=make_person(),
            now=paris(4, 9),
        )


class TestReminders:
    def test_two_at_most_five_days_apart(self, db, at):
        came(make_session(starts_on=TUESDAY))
        send_surveys(paris(5, 18))
        for day in (5, 10, 15, 25):
            with at(paris(day, 18)):
                deliver_messages(paris(day, 18))

        assert states(db, "survey_asked") == [MessageState.SENT]
        assert states(db, "survey_reminder") == [MessageState.SENT, MessageState.SENT]

    def test_who_answered_is_left_alone(self, db, at):
        came(make_session(starts_on=TUESDAY))
        send_surveys(paris(5, 18))
        with transaction() as writing:
            (nonce,) = nonces(db).values()
            answer_survey(writing, hash_token(nonce), [], now=paris(6, 9))
        with at(paris(16, 18)):
            deliver_messages(paris(16, 18))

        assert states(db, "survey_reminder") == [MessageState.DROPPED, MessageState.DROPPED]

    def test_after_an_outage_only_the_last_one_leaves(self, db, at):
        came(make_session(starts_on=TUESDAY))
        send_surveys(paris(5, 18))
        with at(paris(16, 18)):
            deliver_messages(paris(16, 18))

        assert states(db, "survey_asked") == [MessageState.DROPPED]
        assert sorted(states(db, "survey_reminder")) == [MessageState.DROPPED, MessageState.SENT]


class TestWeeksLater:
    def test_participants_and_their_referents_are_asked_after_twelve_weeks(self, db):
        organisation, referent = make_organisation(), make_person("Rémi", "Férent")
        make_affiliation(referent, organisation, is_referent=True)
        person = make_person()
        came(make_session(starts_on=date(2026, 10, 13)), person, organisation_id=organisation.id)

        assert send_surveys(paris(5, 8, 59)) == 0
        assert send_surveys(paris(5, 9)) == 2
        assert send_surveys(paris(6, 9)) == 0
        assert asked(db) == [person.email, referent.email]

    def test_or_as_many_as_the_hub_says(self, db):
        session = make_session(starts_on=date(2026, 12, 8))
        came(session)
        pause(session.hub_id, Audience.COLD, is_active=True, weeks_after=4)

        assert send_surveys(paris(5, 8, 59)) == 0
        assert send_surveys(paris(5, 9)) == 1


class TestFunders:
    def test_they_are_asked_in_january_about_the_year_that_ended(self, db):
        hub = make_hub()
        with transaction() as writing:
            by = make_manager(hub)
            add_contact(writing, hub.id, name="Denise", email="d@dept.example", by=by, now=paris(4, 9))

        assert send_surveys(datetime(2026, 12, 31, 12, tzinfo=UTC)) == 0
        assert send_surveys(paris(4, 9)) == 1
        assert send_surveys(paris(20, 9)) == 0
        assert send_surveys(datetime(2027, 2, 1, 12, tzinfo=UTC)) == 0
        assert db.scalars(select(SurveyRound.year)).all() == [2026]
        assert asked(db) == ["d@dept.example"]


class TestForgetting:
    def test_who_was_asked_is_forgotten_after_a_year_and_how_many_is_kept(self, db):
        answered(make_session(starts_on=date(2026, 12, 28)), {"hot.satisfaction": 4})

        assert forget_surveys(paris(4, 9) + timedelta(days=364)) == 0
        assert forget_surveys(paris(4, 9) + timedelta(days=365)) == 1
        assert count(db, SurveyInvitation) == 0
        (kept,) = db.scalars(select(SurveyRound))
        assert (kept.invited, kept.answered, count(db, SurveyAnswer)) == (1, 1, 1)

    def test_answers_are_forgotten_after_six_years(self, db):
        answered(make_session(starts_on=date(2026, 12, 28)), {"hot.satisfaction": 4})

        forget_surveys(datetime(2032, 12, 31, tzinfo=UTC))
        assert count(db, SurveyAnswer) == 1
        forget_surveys(datetime(2033, 1, 2, tzinfo=UTC))
        assert count(db, SurveyAnswer) == 0
