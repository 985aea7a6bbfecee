import pytest

from shared_services.api import catalogue_views
from tests.api.support import Program, token_of
from tests.support.makers import make_person


def asked(client, path, method="GET", **headers):
    return client.open(path, method=method, headers=headers, csrf=False)


@pytest.mark.parametrize(
    ("path", "method", "status", "code"),
    [
        ("/api/v1/nothing", "GET", 404, "not_found"),
        ("/api/nothing", "GET", 404, "not_found"),
        ("/api/v1/offers/0", "GET", 404, "not_found"),
        ("/api/v1/offers/99999999999", "GET", 404, "not_found"),
        ("/api/v1/offers", "POST", 405, "method_not_allowed"),
        ("/api/v1/bookings", "GET", 401, "token_missing"),
        ("/api/v1/offers?limit=x", "GET", 422, "not_valid"),
    ],
)
def test_a_program_is_answered_a_problem(client, db, path, method, status, code):
    answer = asked(client, path, method)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert (answer.json["status"], answer.json["code"]) == (status, code)
    assert all(answer.json[name] for name in ("title", "detail", "type"))


def test_the_methods_that_are_possible_are_told(client, db):
    answer = asked(client, "/api/v1/bookings", "PUT")

    assert set(answer.headers["Allow"].split(", ")) >= {"GET", "POST"}


def test_it_is_said_in_the_language_that_was_asked_for(client, db):
    french = asked(client, "/api/v1/bookings")
    english = asked(client, "/api/v1/bookings", **{"Accept-Language": "en"})

    assert french.json["title"] == "Jeton nécessaire"
    assert english.json["title"] == "Token needed"


def test_without_a_language_it_is_the_account_s(client, db):
    program = Program(client, token_of(make_person(locale="en")))

    assert program.get("/offers", limit=0).json["title"] == "Request to correct"
    assert program.get("/nothing").json["title"] == "Not found"


def test_the_type_leads_to_the_refusal_on_the_page_of_the_api(client, db):
    where = asked(client, "/api/v1/bookings").json["type"].removeprefix("http://localhost")

    path, _hash, anchor = where.partition("#")
    assert client.get(path).page.by_id(anchor).tag == "tr"


def test_a_fault_of_ours_tells_nothing_of_it(app, db, client, monkeypatch):
    def broken(*_args, **_given):
        raise RuntimeError("secret of the house")

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(catalogue_views.lists, "list_offers", broken)

    answer = asked(client, "/api/v1/offers")

    assert (answer.status_code, answer.json["code"]) == (500, "accident")
    assert answer.json["request_id"]
    assert "secret" not in answer.text


def test_people_still_get_a_page(client, db):
    assert client.get("/nothing").mimetype == "text/html"
