from datetime import date, timedelta

from sqlalchemy import func, select

from shared_services.booking.models import BookingStatus
from shared_services.core.database import transaction
from shared_services.evaluation.defaults import Audience
from shared_services.evaluation.models import SurveyInvitation, SurveyRound
from shared_services.evaluation.operations import ask_about, ask_funders
from shared_services.evaluation.questions.operations import add_contact, set_rhythm
from shared_services.kinds.trainings.models import session_trainer
from shared_services.outbox.models import OutboxMessage
from tests.support.makers import (
    MONDAY,
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
from tests.support.surveys import ask, came


def past_session(hub=None):
    return make_session(make_offer(hub or make_hub()), starts_on=date(2026, 12, 28))


def invited(db):
    return set(db.scalars(select(SurveyInvitation.person_id)))


class TestAskAbout:
    def test_who_came_is_asked_and_nobody_else(self, db):
        session = past_session()
        here = came(session).person_id
        came(session, status=BookingStatus.NO_SHOW)

        assert ask(session) == 1
        assert invited(db) == {here}

    def test_asking_again_asks_only_those_who_were_noted_since(self, db):
        session = past_session()
        came(session)
        ask(session)
        late = came(session).person_id

        assert ask(session) == 1
        assert late in invited(db)
        assert db.scalars(select(SurveyRound.invited)).all() == [2]

    def test_each_has_a_question_and_two_reminders_to_come(self, db):
        session = past_session()
        came(session)
        ask(session)

        due = db.scalars(select(OutboxMessage.due_at).order_by(OutboxMessage.due_at)).all()
        assert [at - MONDAY for at in due] == [timedelta(days=days) for days in (0, 5, 10)]

    def test_no_row_holds_what_opens_a_link(self, db):
        session = past_session()
        came(session)
        ask(session)

        (invitation,) = db.scalars(select(SurveyInvitation))
        payload = db.scalars(select(OutboxMessage.payload)).first()
        assert payload["nonce"] not in invitation.token_hash

    def test_a_trainer_is_asked_about_what_she_led(self, db):
        hub = make_hub()
        session, trainer = past_session(hub), make_trainer(hub)
        make_trainer(hub)
        with transaction() as writing:
            writing.execute(session_trainer.insert().values(session_id=session.id, person_id=trainer.id))

        assert ask(session, Audience.TRAINER) == 1
        assert invited(db) == {trainer.id}

    def test_an_employer_is_asked_once_however_many_she_sent(self, db):
        organisation, referent = make_organisation(), make_person()
        make_affiliation(referent, organisation, is_referent=True)
        session = past_session()
        for _ in range(3):
            came(session, organisation_id=organisation.id)

        assert ask(session, Audience.EMPLOYER) == 1
        assert invited(db) == {referent.id}

    def test_whoever_gave_up_her_account_is_not(self, db):
        session = past_session()
        came(session, make_person(blocked_at=MONDAY, block_reason="Abus."))

        assert ask(session) == 0

    def test_a_paused_survey_opens_no_round(self, db):
        session = past_session()
        came(session)
        with transaction() as writing:
            set_rhythm(
                writing,
                session.hub_id,
                Audience.HOT,
                is_active=False,
                weeks_after=None,
                by=make_person(),
                now=MONDAY,
            )

        assert ask(session) == 0
        assert count(db, SurveyRound) == 0

    def test_the_round_is_about_the_last_day_where_it_took_place(self, db):
        session = make_session(starts_on=date(2026, 12, 28), zone="Indian/Reunion")
        came(session)
        with transaction() as writing:
            ask_about(writing, session.id, Audience.HOT, now=MONDAY)

        assert db.scalars(select(SurveyRound.asked_on)).all() == [date(2026, 12, 28)]


class TestAskFunders:
    def test_each_contact_is_asked_once_a_year(self, db):
        hub = make_hub()
        with transaction() as writing:
            by = make_manager(hub)
            for name in ("denise", "omar"):
                add_contact(writing, hub.id, name=name, email=f"{name}@dept.example", by=by, now=MONDAY)

        def asked(year):
            with transaction() as writing:
                return ask_funders(writing, hub.id, year, now=MONDAY)

        assert [asked(2026), asked(2026), asked(2027)] == [2, 0, 2]
        assert db.scalar(select(func.count(SurveyRound.id))) == 2
