from datetime import timedelta

import pytest

from shared_services.accounts.models import Person
from shared_services.api import current
from shared_services.api.models import ApiToken
from shared_services.core.database import transaction
from tests.api.support import Program, token_of
from tests.support.makers import MONDAY, make_person

DAY = timedelta(days=1)


def change(person, **values):
    with transaction() as db:
        for name, value in values.items():
            setattr(db.get(Person, person.id), name, value)


def test_a_token_opens_until_its_day_and_no_longer(client, person, at):
    program = Program(client, token_of(person, days=30))

    with at(MONDAY + 30 * DAY - timedelta(seconds=1)):
        assert program.get("/bookings").status_code == 200
    with at(MONDAY + 30 * DAY):
        answer = program.get("/bookings")
    assert (answer.status_code, answer.json["code"]) == (401, "token_not_good")
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_blocked_or_erased_her_tokens_open_nothing(client, person):
    program = Program(client, token_of(person))

    change(person, blocked_at=MONDAY, block_reason="Compte partagé")
    assert program.get("/bookings").status_code == 401
    change(person, blocked_at=None, erased_at=MONDAY)
    assert program.get("/bookings").status_code == 401


@pytest.mark.parametrize("said", ["Bearer nonsense", "Bearer", "Basic YTpi", "bearer é", ""])
def test_a_bad_token_is_told_even_where_none_is_needed(client, db, said):
    answer = client.get("/api/v1/offers", headers={"Authorization": said})

    assert (answer.status_code, answer.json["code"]) == (401, "token_not_good")


def test_a_token_opens_no_page_of_the_site(client, person):
    headers = {"Authorization": f"Bearer {token_of(person)}"}

    assert client.get("/account", headers=headers).location.startswith("/login")
    assert client.get("/account/tokens", headers=headers).location.startswith("/login")


def test_a_cookie_signs_nobody_in_and_the_token_beside_it_counts(sign_in, person):
    browser, other = sign_in(make_person()), make_person()

    assert browser.get("/api/v1/bookings").status_code == 401
    assert Program(browser, token_of(other)).get("/bookings").status_code == 200


def test_too_many_failures_are_told_to_wait_while_good_tokens_go_on(client, person, monkeypatch, at):
    monkeypatch.setattr(current, "MOST_FAILURES", 2)
    bad, good = Program(client, "nonsense"), Program(client, token_of(person))

    answers = [bad.get("/offers") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert answers[2].json["code"] == "too_many_attempts"
    assert answers[2].headers["Retry-After"] == "900"
    assert good.get("/bookings").status_code == 200
    with at(MONDAY + timedelta(minutes=16)):
        assert bad.get("/offers").status_code == 401


def test_its_use_is_noted_once_an_hour(client, person, db, at):
    program = Program(client, token_of(person))

    for minutes, noted in ((0, 0), (59, 0), (60, 60)):
        with at(MONDAY + timedelta(minutes=minutes)):
            program.get("/offers")
        assert db.query(ApiToken).populate_existing().one().last_used_at == MONDAY + timedelta(minutes=noted)


def test_what_is_answered_to_a_token_is_kept_by_nobody(client, person):
    answer = Program(client, token_of(person)).get("/bookings")

    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
