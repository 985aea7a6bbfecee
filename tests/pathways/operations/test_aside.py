"""What she answered for one date goes with the other, and waits with a plan that waits; files too."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.own_data import collect
from shared_services.accounts.queries import get_person
from shared_services.booking.models import Booking
from shared_services.booking.operations import record_answers
from shared_services.booking.operations.questions import Answers, GivenFile
from shared_services.booking.questions.models import AnswerFile, QuestionKind
from shared_services.booking.questions.queries import answers_of, needs_of
from shared_services.core.database import transaction
from shared_services.pathways.jobs import follow_pathways
from shared_services.pathways.models import Enrolment, EnrolmentState, EnrolmentStep, StepFile
from shared_services.pathways.operations import (
    WhenFull,
    change_step,
    leave_double_pathways,
    leave_pathway,
    recognise_module,
)
from tests.support.bookings import book, cancel, do
from tests.support.makers import MONDAY, count, make_person, make_session
from tests.support.pathways import FIRST_DAY, follow, ids_of, plan_sessions, trainings_of

from ..support import ask, standings

PDF = GivenFile("attestation.pdf", "application/pdf", b"%PDF-1.7")


@pytest.fixture
def questions(pathway):
    """Of the second module: some words and a paper."""
    training = trainings_of(pathway)[1][1]
    return ask(training, "Votre public ?"), ask(training, "Votre attestation ?", kind=QuestionKind.FILE)


@pytest.fixture
def given(questions):
    words, paper = questions
    return Answers({words.id: "Des seniors"}, {paper.id: PDF}, need="Un ascenseur")


def told(db, booking):
    """The words, the content of the files, the need."""
    db.expire_all()
    files = select(AnswerFile.content).where(AnswerFile.answer_id.in_(one.id for one in _of(db, booking)))
    return (
        [one.text for one in _of(db, booking)],
        db.scalars(files).all(),
        needs_of(db, [booking.id]).get(booking.id, ""),
    )


def _of(db, booking):
    return answers_of(db, [booking.id]).get(booking.id, [])


ALL_OF_IT = (["Des seniors", "attestation.pdf"], [b"%PDF-1.7"], "Un ascenseur")


class TestAnotherDate:
    @pytest.fixture
    def enrolment(self, pathway, sessions, ana, given):
        module_id = trainings_of(pathway)[1][0]
        return follow(pathway, ana, ids_of(sessions), answers={module_id: given})

    @pytest.fixture
    def later(self, pathway):
        return make_session(trainings_of(pathway)[1][1], starts_on=FIRST_DAY + timedelta(days=8))

    def test_her_answers_her_file_and_her_needs_go_with_her(self, db, pathway, enrolment, later, ana):
        do(change_step, enrolment, trainings_of(pathway)[1][0], later.id, by=ana)

        booking = standings(db, enrolment)[1].booking
        assert booking.bookable_id == later.id
        assert told(db, booking) == ALL_OF_IT

    def test_so_they_do_when_the_date_was_cancelled(self, db, pathway, enrolment, later, ana):
        cancel(standings(db, enrolment)[1].booking)

        do(change_step, enrolment, trainings_of(pathway)[1][0], later.id, by=ana)

        assert told(db, standings(db, enrolment)[1].booking) == ALL_OF_IT

    def test_what_the_hub_asks_no_longer_stays_behind(self, db, pathway, enrolment, later, ana, questions):
        with transaction() as db:
            db.get_one(type(questions[0]), questions[0].id).retired_at = MONDAY

        do(change_step, enrolment, trainings_of(pathway)[1][0], later.id, by=ana)

        assert told(db, standings(db, enrolment)[1].booking)[0] == ["attestation.pdf"]

    def test_what_she_said_in_a_place_she_took_herself_stays(
        self, db, pathway, enrolment, later, ana, questions
    ):
        cancel(standings(db, enrolment)[1].booking, by=ana)
        own = book(later, ana)
        with transaction() as db:
            record_answers(db, db.get_one(Booking, own.id), Answers({questions[0].id: "Des jeunes"}))

        do(change_step, enrolment, trainings_of(pathway)[1][0], later.id, by=ana)

        assert told(db, own) == (["Des jeunes"], [], "")

    def test_what_went_with_a_place_given_to_a_colleague_stays(self, db, pathway, enrolment, later, ana):
        given_away = standings(db, enrolment)[1].booking
        with transaction() as db:
            db.get_one(Booking, given_away.id).person_id = make_person().id

        do(change_step, enrolment, trainings_of(pathway)[1][0], later.id, by=ana)

        assert told(db, standings(db, enrolment)[1].booking) == ([], [], "")


class TestAPlanThatWaits:
    """For the third of its modules; the second asks, and is not booked yet."""

    @pytest.fixture
    def sessions(self, pathway):
        return plan_sessions(pathway, capacities=(5, 5, 1))

    @pytest.fixture
    def taken(self, sessions):
        *_others, last = sessions.values()
        return book(last, make_person())

    @pytest.fixture
    def enrolment(self, pathway, sessions, taken, ana, given):
        module_id = trainings_of(pathway)[1][0]
        return follow(pathway, ana, ids_of(sessions), answers={module_id: given}, when_full=WhenFull.WAIT)

    def test_her_file_waits_with_it_and_goes_on_the_booking(self, db, enrolment, taken):
        assert db.scalars(select(StepFile.content)).all() == [b"%PDF-1.7"]

        cancel(taken)
        follow_pathways(MONDAY)

        assert told(db, standings(db, enrolment)[1].booking) == ALL_OF_IT
        assert count(db, StepFile) == 0

    def test_it_is_in_her_own_data_and_its_bytes_are_not(self, db, enrolment, ana, questions):
        (row,) = collect(db, get_person(db, ana.id))["step_file"]

        assert (row["name"], row["question_id"], "content" in row) == (
            "attestation.pdf",
            questions[1].id,
            False,
        )

    def test_it_is_deleted_when_she_leaves(self, db, enrolment, ana):
        do(leave_pathway, enrolment, by=ana)

        assert _aside(db) == ([], 0)

    def test_it_is_deleted_when_the_module_is_recognised(self, db, pathway, enrolment):
        do(recognise_module, enrolment, trainings_of(pathway)[1][0], reason="Formatrice.", by=make_person())

        assert _aside(db) == ([], 0)

    def test_it_is_deleted_once_the_date_is_over(self, db, sessions, enrolment):
        follow_pathways(max(one.ends_at for one in sessions.values()))

        assert _aside(db) == ([], 0)

    def test_it_is_deleted_with_the_pathway_of_a_second_account(self, db, pathway, sessions, enrolment, ana):
        kept = make_person()
        follow(pathway, kept, ids_of(sessions), when_full=WhenFull.WAIT)

        with transaction() as db:
            leave_double_pathways(db, kept, ana, by=kept, now=MONDAY)

        assert _aside(db) == ([], 0)

    def test_another_date_of_a_module_that_waits_keeps_what_was_said_for_it(self, db, pathway, ana, given):
        module_id, training = trainings_of(pathway)[1]
        sessions = plan_sessions(pathway, capacities=(5, 1, 1))
        _other, last_taken = (book(one, make_person()) for one in list(sessions.values())[1:])
        enrolment = follow(
            pathway, ana, ids_of(sessions), answers={module_id: given}, when_full=WhenFull.WAIT
        )
        free = make_session(training, starts_on=FIRST_DAY + timedelta(days=8))

        do(change_step, enrolment, module_id, free.id, by=ana)
        assert db.scalars(select(Enrolment.state)).one() == EnrolmentState.WAITING
        assert db.scalars(select(StepFile.content)).all() == [b"%PDF-1.7"]
        cancel(last_taken)
        follow_pathways(MONDAY)

        booking = standings(db, enrolment)[1].booking
        assert (booking.bookable_id, told(db, booking)) == (free.id, ALL_OF_IT)


def _aside(db):
    db.expire_all()
    kept = db.scalars(select(EnrolmentStep).where(EnrolmentStep.answers.is_not(None)))
    return kept.all(), count(db, StepFile)
