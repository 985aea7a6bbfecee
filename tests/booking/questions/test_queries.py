from shared_services.booking.models import Booking
from shared_services.booking.operations import record_answers
from shared_services.booking.operations.questions import Answers
from shared_services.booking.questions.models import Question, QuestionKind
from shared_services.booking.questions.queries import answers_of, count_answers, find_usual_need, needs_of
from shared_services.core.database import transaction
from tests.support.bookings import book
from tests.support.makers import make_offer, make_session, saved
from tests.support.queries import count_queries


def test_a_roster_reads_all_answers_and_needs_at_the_price_of_one(db):
    offer = make_offer()
    session = make_session(offer)
    question = saved(
        Question(offer_id=offer.id, label="Métier ?", kind=QuestionKind.TEXT, options="", is_required=False)
    )
    ids = []
    for number in range(4):
        booking = book(session)
        ids.append(booking.id)
        with transaction() as write:
            given = Answers({question.id: f"Métier {number}"}, need="Boucle magnétique", keeps_need=True)
            record_answers(write, write.get(Booking, booking.id), given)

    with count_queries() as few:
        answers_of(db, ids[:1])
        needs_of(db, ids[:1])
    with count_queries() as many:
        assert len(answers_of(db, ids)) == 4
        assert len(needs_of(db, ids)) == 4

    assert len(many) <= len(few)
    assert count_answers(db, [question.id]) == {question.id: 4}
    assert find_usual_need(db, booking.person_id) == "Boucle magnétique"
