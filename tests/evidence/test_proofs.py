from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.booking.models import Booking
from shared_services.evidence.operations import issue_statement
from shared_services.pathways.models import Moment, ObjectiveRating
from tests.support.bookings import book
from tests.support.evidence import hold, issue, text_of, unsaid
from tests.support.makers import MONDAY, make_offer, make_person, make_session, saved
from tests.support.pathways import follow, ids_of, make_pathway, plan_sessions

OBJECTIVE = "#eval(1) *Accueillir*"


@pytest.fixture
def after(session):
    return session.ends_at + timedelta(days=1)


@pytest.fixture
def module(hub, trainer, db):
    """The one session of a pathway that somebody follows and was at: `(session, booking, enrolment)`."""
    pathway = make_pathway(hub, modules=1, objectives=f"{OBJECTIVE}\nExpliquer")
    sessions = plan_sessions(pathway)
    enrolment = follow(pathway, make_person("Nadia", "Roux"), ids_of(sessions))
    (session,) = sessions.values()
    booking = db.scalars(select(Booking).where(Booking.bookable_id == session.id)).one()
    hold(session, by=trainer, came=[booking])
    return session, booking, enrolment


def rate(enrolment, moment, score):
    saved(
        ObjectiveRating(
            enrolment_id=enrolment.id,
            person_id=enrolment.person_id,
            moment=moment,
            objective=OBJECTIVE,
            score=score,
            rated_at=MONDAY,
        )
    )


def statement(session, booking):
    return issue(issue_statement, session, booking, now=session.ends_at + timedelta(days=1))


class TestStatement:
    def test_it_says_objectives_nature_and_duration(self, session, alice, trainer, tmp_path):
        hold(session, by=trainer, came=[alice])

        said = ("Accompagner une personne", "Action de formation", "Durée suivie", "6 h")
        assert unsaid(statement(session, alice).content, tmp_path, *said) == []

    def test_what_was_foreseen_and_never_noted_is_not_assessed_in_words(
        self, session, alice, trainer, tmp_path
    ):
        hold(session, by=trainer, came=[alice])
        pdf = statement(session, alice).content

        assert unsaid(pdf, tmp_path, "Un cas pratique à la fin.", "Résultat : non évalué.") == []
        assert "□" not in text_of(pdf, tmp_path)

    def test_where_nothing_was_foreseen_it_says_so(self, hub, trainer, tmp_path):
        session = make_session(make_offer(hub, assessment=""))
        bob = book(session, make_person("Bob", "Martin"))
        hold(session, by=trainer, came=[bob])

        wanted = "Non évalué : aucune évaluation n'était prévue."
        assert unsaid(statement(session, bob).content, tmp_path, wanted) == []

    def test_levels_of_her_pathway_are_told_objective_by_objective(self, module, tmp_path):
        session, booking, enrolment = module
        rate(enrolment, Moment.BEFORE, 1)
        rate(enrolment, Moment.AFTER, 4)

        wanted = (OBJECTIVE, "(avant : 1 sur 4, après : 4 sur 4)", "s'est située elle-même")
        assert unsaid(statement(session, booking).content, tmp_path, *wanted) == []

    def test_a_moment_that_she_did_not_rate_is_not_assessed(self, module, tmp_path):
        session, booking, enrolment = module
        rate(enrolment, Moment.BEFORE, 0)

        wanted = "avant : 0 sur 4, après : non évalué"
        assert unsaid(statement(session, booking).content, tmp_path, wanted) == []

    def test_what_she_says_later_makes_the_next_version_once(self, module):
        session, booking, enrolment = module
        assert statement(session, booking).version == 1
        rate(enrolment, Moment.AFTER, 3)

        assert [statement(session, booking).version for _time in range(2)] == [2, 2]
