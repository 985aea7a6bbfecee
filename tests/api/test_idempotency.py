from datetime import timedelta

import pytest

from shared_services.api.models import KeptAnswer
from shared_services.booking.models import Booking
from tests.support.bookings import book, cancel
from tests.support.makers import MONDAY, count, make_person, make_session

KEY = {"Idempotency-Key": "2027-01-04-pix"}


@pytest.fixture
def program(program_of, person):
    return program_of(person)


def test_the_same_request_again_is_answered_the_same_and_books_nothing(program, db):
    body = {"bookable_id": make_session().id, "quantity": 1}
    first = program.post("/bookings", body, **KEY)
    cancel(db.query(Booking).one())

    again = program.post("/bookings", dict(reversed(body.items())), **KEY)

    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Location"] == first.headers["Location"]
    assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (None, "true")
    assert count(db, Booking) == 1


def test_the_key_with_another_request_is_refused(program, db):
    program.post("/bookings", {"bookable_id": make_session().id}, **KEY)

    answer = program.post("/bookings", {"bookable_id": make_session().id}, **KEY)

    assert (answer.status_code, answer.json["code"]) == (422, "key_reused")
    assert count(db, Booking) == 1


def test_a_refusal_leaves_the_key_free_for_another_try(program, db):
    session = make_session(capacity=1)
    other = book(session)
    body = {"bookable_id": session.id}
    assert program.post("/bookings", body, **KEY).json["code"] == "full"
    assert count(db, KeptAnswer) == 0
    cancel(other)

    assert program.post("/bookings", body, **KEY).status_code == 201


def test_the_key_of_somebody_else_is_another_key(program, program_of, db):
    body = {"bookable_id": make_session().id}

    answers = [one.post("/bookings", body, **KEY) for one in (program, program_of(make_person()))]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json["reference"] != answers[1].json["reference"]


def test_after_a_day_the_key_is_new_even_before_the_night_s_job(program, at):
    body = {"bookable_id": make_session().id}
    program.post("/bookings", body, **KEY)

    with at(MONDAY + timedelta(hours=23, minutes=59)):
        assert program.post("/bookings", body, **KEY).headers["Idempotent-Replayed"] == "true"
    with at(MONDAY + timedelta(hours=24)):
        assert program.post("/bookings", body, **KEY).json["code"] == "already_booked"


@pytest.mark.parametrize("key", ["", " " * 201, "clé"])
def test_a_key_that_is_none_is_named(program, key):
    answer = program.post("/bookings", {"bookable_id": make_session().id}, **{"Idempotency-Key": key})

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["Idempotency-Key"])
