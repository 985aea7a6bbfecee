import pytest

from shared_services.api import v1
from tests.support.makers import make_person, make_session


@pytest.fixture
def program(program_of):
    return program_of(make_person())


def sent(program, body, media_type="application/json"):
    headers = program.headers | ({"Content-Type": media_type} if media_type else {})
    return program.client.post("/api/v1/bookings", data=body, headers=headers, csrf=False)


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", None])
def test_anything_but_json_is_refused(program, media_type):
    answer = sent(program, b'{"bookable_id": 1}', media_type)

    assert (answer.status_code, answer.json["code"]) == (415, "not_json")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 60_000, b'{"a": 1} x'])
def test_json_that_cannot_be_read_is_refused(program, body):
    answer = sent(program, body)

    assert (answer.status_code, answer.json["code"]) == (400, "bad_body")


@pytest.mark.parametrize("body", [b"null", b"[]", b'"text"', b"NaN", b"1e999"])
def test_json_that_is_no_object_is_refused(program, body):
    assert sent(program, body).status_code in (400, 422)


def test_a_body_that_is_too_large_is_refused(program):
    answer = sent(program, b" " * (v1.LARGEST_BODY + 1))

    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_a_number_too_large_for_a_row_is_refused(program):
    answer = program.post("/bookings", {"bookable_id": 10**30})

    assert list(answer.json["errors"]) == ["bookable_id"]


def test_a_token_needs_no_csrf_token(program):
    answer = program.client.post(
        "/api/v1/bookings", json={"bookable_id": make_session().id}, headers=program.headers, csrf=False
    )

    assert answer.status_code == 201
