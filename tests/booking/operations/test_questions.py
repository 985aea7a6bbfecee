from datetime import timedelta

import pytest

from shared_services.accounts.own_data import collect
from shared_services.accounts.queries import get_person
from shared_services.booking.models import Bookable, Booking
from shared_services.booking.operations import (
    ask_question,
    change_answers,
    forget_answers,
    record_answers,
    retire_question,
    swap_person,
)
from shared_services.booking.operations.questions import Answers, GivenFile
from shared_services.booking.questions.errors import AnswersClosed, TooManyQuestions
from shared_services.booking.questions.models import Answer, AnswerFile, Need, QuestionKind, UsualNeed
from shared_services.booking.questions.queries import answers_of, lacks_answers, list_questions, needs_of
from shared_services.core.database import transaction
from tests.support.bookings import book, cancel, do
from tests.support.makers import MONDAY, count, make_offer, make_person, make_session

PDF = GivenFile("diplome.pdf", "application/pdf", b"%PDF-1.7")


def ask(offer, label="Quel est votre métier ?", *, kind=QuestionKind.TEXT, options="", is_required=True):
    given = {"kind": kind, "options": options, "is_required": is_required}
    return do(ask_question, offer, label=label, by=make_person(), **given)


def answered(booking, answers):
    with transaction() as db:
        record_answers(db, db.get(Booking, booking.id), answers)


@pytest.fixture
def offer(db):
    return make_offer()


@pytest.fixture
def booking(offer):
    return book(make_session(offer))


def test_a_retired_question_is_asked_no_more_and_its_answers_stay(db, offer, booking):
    question = ask(offer)
    answered(booking, Answers({question.id: "Bibliothécaire"}))

    do(retire_question, question, by=make_person())

    assert list_questions(db, offer.id) == []
    assert [a.text for a in answers_of(db, [booking.id])[booking.id]] == ["Bibliothécaire"]


def test_what_she_answered_and_needs_is_in_her_own_data(db, offer, booking):
    question = ask(offer)
    answered(booking, Answers({question.id: "Bibliothécaire"}, need="Un ascenseur"))
    answered(book(make_session(offer)), Answers({question.id: "Agent"}, need="Une boucle magnétique"))

    data = collect(db, get_person(db, booking.person_id))

    assert [row["text"] for row in data["answer"] + data["need"]] == ["Bibliothécaire", "Un ascenseur"]


def test_a_place_given_to_a_colleague_takes_nothing_of_what_she_said_along(db, offer, booking):
    words, paper, colleague = ask(offer), ask(offer, "Diplôme", kind=QuestionKind.FILE), make_person()
    answered(booking, Answers({words.id: "Agent"}, {paper.id: PDF}, need="Je suis en fauteuil"))

    do(swap_person, booking, colleague, organisation_id=None, by=colleague, reason="")

    assert (count(db, Answer), count(db, AnswerFile), count(db, Need)) == (0, 0, 0)


def test_ten_questions_are_enough(db, offer):
    for number in range(10):
        ask(offer, f"Question {number} ?")

    with pytest.raises(TooManyQuestions, match="10"):
        ask(offer)


def test_a_compulsory_question_lacks_its_answer_until_it_is_given(db, offer, booking):
    question = ask(offer)
    ask(offer, "Autre chose ?", is_required=False)
    assert lacks_answers(db, booking, offer.id)

    do(change_answers, booking, Answers({question.id: "Médiatrice"}), by=make_person())

    assert not lacks_answers(db, booking, offer.id)


def test_answering_again_replaces_the_words_and_the_file(db, offer, booking):
    words, paper = ask(offer), ask(offer, "Votre attestation", kind=QuestionKind.FILE)
    answered(booking, Answers({words.id: "Avant"}, {paper.id: PDF}))

    answered(
        booking, Answers({words.id: "Après"}, {paper.id: GivenFile("b.pdf", "application/pdf", b"%PDF-2")})
    )

    assert [a.text for a in answers_of(db, [booking.id])[booking.id]] == ["Après", "b.pdf"]
    assert count(db, AnswerFile) == 1


def test_after_the_closing_answers_are_closed(db, offer, booking):
    question = ask(offer)

    with pytest.raises(AnswersClosed):
        do(
            change_answers,
            booking,
            Answers({question.id: "Trop tard"}),
            by=make_person(),
            now=MONDAY + timedelta(days=60),
        )


class TestNeeds:
    def test_told_kept_for_next_time_and_taken_back(self, db, booking):
        answered(booking, Answers(need="Fauteuil roulant", keeps_need=True))
        assert needs_of(db, [booking.id]) == {booking.id: "Fauteuil roulant"}
        assert count(db, UsualNeed) == 1

        answered(booking, Answers())

        assert (count(db, Need), count(db, UsualNeed)) == (0, 0)

    def test_thirty_days_after_the_end_they_are_forgotten_and_answers_stay(self, db, offer, booking):
        paper = ask(offer, "Votre attestation", kind=QuestionKind.FILE)
        answered(booking, Answers(files={paper.id: PDF}, need="Fauteuil roulant"))
        end = booking_end(db, booking)

        assert forget(end + timedelta(days=30)) == 0
        assert forget(end + timedelta(days=30, minutes=1)) == 2

        assert (count(db, Need), count(db, AnswerFile), count(db, Answer)) == (0, 0, 1)

    def test_with_a_place_given_up_they_go_at_once(self, db, booking):
        answered(booking, Answers(need="Fauteuil roulant"))
        cancel(booking)

        assert forget(MONDAY) == 1
        assert count(db, Need) == 0


def forget(now):
    with transaction() as db:
        return forget_answers(db, now=now)


def booking_end(db, booking):
    return db.get(Bookable, booking.bookable_id).ends_at
