"""The same request from many threads at once, real requests and real commits."""

import itertools

import pytest
from sqlalchemy import func, select

from shared_services.api import idempotency
from shared_services.api.models import KeptAnswer
from shared_services.booking.models import Booking
from shared_services.core import clock
from shared_services.core.database import read_session
from tests.api.support import token_of
from tests.support.bookings import book
from tests.support.makers import MONDAY, make_person, make_session
from tests.support.real import all_at_once

pytestmark = pytest.mark.race

THREADS = 20
ROUNDS = 15
keys = itertools.count(1)


@pytest.fixture(scope="module")
def token(app):
    with app.app_context(), clock.stopped(MONDAY):
        return token_of(make_person())


def new_session_id(app, **given):
    with app.app_context():
        return make_session(**given).id


def asked(app, token, body, key):
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}

    def task():
        return app.test_client().post("/api/v1/bookings", json=body, headers=headers)

    return task


def race(app, token, bodies):
    key = f"race-{next(keys)}"
    return all_at_once(app, [asked(app, token, body, key) for body in bodies])


def booked(app, session_id):
    with app.app_context():
        return read_session().scalar(
            select(func.count()).select_from(Booking).where(Booking.bookable_id == session_id)
        )


def body_of(session_id):
    return {"bookable_id": session_id, "despite_overlap": True}


def test_twenty_at_once_book_once_and_read_the_same_answer(app, token):
    for _ in range(ROUNDS):
        session_id = new_session_id(app)

        answers = race(app, token, [body_of(session_id)] * THREADS)

        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.data for answer in answers}) == 1
        assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1
        assert booked(app, session_id) == 1


def test_of_two_requests_under_one_key_one_is_done_and_the_other_told(app, token):
    for _ in range(ROUNDS):
        sessions = [new_session_id(app), new_session_id(app)]

        answers = race(app, token, [body_of(session_id) for session_id in sessions] * (THREADS // 2))

        done = [answer for answer in answers if answer.status_code == 201]
        told = [answer for answer in answers if answer.status_code == 422]
        assert (len(done), len(told)) == (THREADS // 2, THREADS // 2)
        assert {answer.json["code"] for answer in told} == {"key_reused"}
        assert sorted(booked(app, session_id) for session_id in sessions) == [0, 1]


def test_where_all_are_refused_nothing_is_kept(app, token):
    for _ in range(3):
        with app.app_context():
            session = make_session(capacity=1)
            book(session)
            session_id = session.id
        before = kept(app)

        answers = race(app, token, [body_of(session_id)] * THREADS)

        assert {answer.json["code"] for answer in answers} == {"full"}
        assert kept(app) == before


def kept(app):
    with app.app_context():
        return read_session().scalar(select(func.count()).select_from(KeptAnswer))


def test_without_the_key_the_same_race_is_refused_to_all_but_one(app, token, monkeypatch):
    monkeypatch.setattr(idempotency, "claim", lambda *_args, **_given: None)
    session_id = new_session_id(app)

    answers = race(app, token, [body_of(session_id)] * THREADS)

    codes = [answer.json.get("code") for answer in answers if answer.status_code == 409]
    assert codes == ["already_booked"] * (THREADS - 1), "the race did not happen: this suite proves nothing"
