import io

import pytest
from sqlalchemy import select

from shared_services.booking.models import Booking, BookingStatus
from shared_services.booking.questions.models import AnswerFile, QuestionKind, UsualNeed
from shared_services.booking.questions.queries import answers_of, needs_of
from shared_services.pathways.jobs import follow_pathways
from shared_services.pathways.models import Enrolment, EnrolmentState, EnrolmentStep
from shared_services.pathways.operations import leave_pathway
from tests.support.bookings import book, cancel, do
from tests.support.makers import MONDAY, make_person, saved
from tests.support.pathways import make_cohort, make_pathway, plan_sessions, trainings_of
from tests.support.queries import count_queries

from .support import ask, asked


@pytest.fixture
def browser(sign_in, ana):
    return sign_in(ana)


@pytest.fixture
def questions(pathway):
    """Two modules ask, each its own; the third asks nothing."""
    (_one, first), (_two, second), _third = trainings_of(pathway)
    return ask(first, "Votre public ?"), ask(second, "Votre matériel ?")


def given(questions, *texts, **more):
    return {f"question_{one.id}": text for one, text in zip(questions, texts, strict=True)} | more


def told(db, person):
    """By training what was answered with the booking of it."""
    bookings = db.scalars(select(Booking).where(Booking.person_id == person.id).order_by(Booking.id)).all()
    found = answers_of(db, [one.id for one in bookings])
    return [[answer.text for answer in found.get(one.id, [])] for one in bookings]


def test_the_questions_of_each_module_are_asked_under_its_title(browser, pathway, sessions, questions):
    page = browser.get(f"/pathways/{pathway.id}/enrol", query_string=asked(sessions)).page

    assert "Questions du hub : Accueillir Votre public ?" in page.text
    assert "Questions du hub : Accompagner Votre matériel ?" in page.text
    assert "Questions du hub : Évaluer" not in page.text


def test_a_missing_answer_is_told_beside_its_field_and_nothing_is_booked(
    db, browser, pathway, sessions, questions
):
    data = asked(sessions) | given(questions, "Des seniors", "")

    answer = browser.post(f"/pathways/{pathway.id}/enrol", data=data)

    assert answer.status_code == 422
    field = answer.page.by_id(f"question_{questions[1].id}")
    assert field.get("aria-invalid") == "true"
    assert answer.page.values()[f"question_{questions[0].id}"].strip() == "Des seniors"
    assert db.scalars(select(Booking)).all() == []
    assert db.scalars(select(Enrolment)).all() == []


def test_answers_are_kept_with_the_booking_of_their_module_and_needs_with_each(
    db, browser, pathway, sessions, questions, ana
):
    data = asked(sessions) | given(questions, "Des seniors", "Deux tablettes", need="Une boucle magnétique")

    assert browser.post(f"/pathways/{pathway.id}/enrol", data=data).status_code == 303

    assert told(db, ana) == [["Des seniors"], ["Deux tablettes"], []]
    ids = db.scalars(select(Booking.id).where(Booking.person_id == ana.id)).all()
    assert list(needs_of(db, ids).values()) == ["Une boucle magnétique"] * 3


def test_a_module_where_she_has_a_place_asks_nothing_more(db, browser, pathway, sessions, questions, ana):
    book(next(iter(sessions.values())), ana)
    page = browser.get(f"/pathways/{pathway.id}/enrol", query_string=asked(sessions)).page
    assert "Votre public ?" not in page.text

    data = asked(sessions) | given(questions[1:], "Deux tablettes")
    assert browser.post(f"/pathways/{pathway.id}/enrol", data=data).status_code == 303

    assert told(db, ana) == [[], ["Deux tablettes"], []]


@pytest.fixture
def waiting(db, browser, ana):
    """A plan that waits for the second of three modules, the first of which asks something."""
    pathway = make_pathway()
    sessions = plan_sessions(pathway, capacities=(5, 1, 5))
    _first, second, _third = sessions.values()
    taken = book(second, make_person())
    questions = [ask(trainings_of(pathway)[number][1], f"Question {number} ?") for number in (0, 1)]
    data = asked(sessions) | given(questions, "Des seniors", "Deux tablettes", need="Un ascenseur")
    browser.post(f"/pathways/{pathway.id}/enrol", data=data | {"when_full": "wait"})
    assert db.scalars(select(Enrolment.state)).one() == EnrolmentState.WAITING
    return taken


def put_aside(db):
    return [one.answers for one in db.scalars(select(EnrolmentStep).order_by(EnrolmentStep.id))]


def test_while_the_plan_waits_answers_are_put_aside_then_go_on_the_bookings(db, waiting, ana):
    assert told(db, ana) == [["Deux tablettes"]]
    assert [one is None for one in put_aside(db)] == [False, True, False]

    saved(UsualNeed(person_id=ana.id, text="Une boucle magnétique"))
    cancel(waiting)
    follow_pathways(MONDAY)

    db.expire_all()
    assert db.scalars(select(Enrolment.state)).one() == EnrolmentState.ACTIVE
    assert sorted(told(db, ana)) == [[], ["Des seniors"], ["Deux tablettes"]]
    ids = db.scalars(select(Booking.id).where(Booking.status == BookingStatus.CONFIRMED)).all()
    assert set(needs_of(db, ids).values()) == {"Un ascenseur"}
    assert put_aside(db) == [None, None, None]
    # What she has said since of all her bookings stays.
    assert db.get_one(UsualNeed, ana.id).text == "Une boucle magnétique"


def test_what_was_put_aside_goes_with_the_plan(db, waiting, ana):
    do(leave_pathway, db.scalars(select(Enrolment)).one(), by=ana)

    db.expire_all()
    assert put_aside(db) == [None, None, None]


def test_what_was_put_aside_is_forgotten_once_its_date_is_over(db, waiting, sessions):
    follow_pathways(MONDAY)
    assert put_aside(db)[0] is not None

    follow_pathways(max(one.ends_at for one in sessions.values()))

    db.expire_all()
    assert put_aside(db) == [None, None, None]


def test_a_cohort_whose_modules_ask_is_joined_from_the_page_that_asks(
    db, browser, pathway, sessions, questions, ana
):
    cohort = make_cohort(pathway, sessions)
    link = browser.get(f"/pathways/{pathway.id}").page.links["Rejoindre cette promotion Printemps"]

    page = browser.get(link).page
    assert "Ces dates sont celles de la promotion « Printemps »." in page.text
    (form,) = [one for one in page.forms if "multipart" in one.get("enctype", "")]
    data = asked(sessions) | given(questions, "Des seniors", "Deux tablettes")
    assert browser.post(form.get("action"), data=asked(sessions)).status_code == 422
    assert browser.post(form.get("action"), data=data).status_code == 303

    assert db.scalars(select(Enrolment)).one().cohort_id == cohort.id
    assert told(db, ana) == [["Des seniors"], ["Deux tablettes"], []]


def test_a_cohort_joined_in_one_click_leaves_her_usual_needs(db, browser, pathway, sessions, ana):
    saved(UsualNeed(person_id=ana.id, text="Un ascenseur"))
    cohort = make_cohort(pathway, sessions)

    assert browser.post(f"/pathways/{pathway.id}/cohorts/{cohort.id}/enrol").status_code == 303

    assert db.get(UsualNeed, ana.id) is not None


def test_a_file_is_kept_with_the_booking_that_asked_for_it(db, browser, pathway, sessions):
    (_one, first), *_others = trainings_of(pathway)
    question = ask(first, "Votre attestation ?", kind=QuestionKind.FILE)
    content = b"%PDF-1.4\n%%EOF\n"
    data = asked(sessions) | {f"question_{question.id}": (io.BytesIO(content), "attestation.pdf")}

    answer = browser.post(f"/pathways/{pathway.id}/enrol", data=data, content_type="multipart/form-data")

    assert answer.status_code == 303
    assert db.scalars(select(AnswerFile.content)).one() == content


def test_as_many_statements_for_one_question_as_for_five(browser, pathway, sessions, questions):
    path, chosen = f"/pathways/{pathway.id}/enrol", asked(sessions)
    with count_queries() as one:
        browser.get(path, query_string=chosen)
    for _module_id, training in trainings_of(pathway):
        ask(training, "Encore une ?")
    with count_queries() as five:
        browser.get(path, query_string=chosen)

    assert len(five) == len(one)
