import json

from openapi_spec_validator import validate

PATHS = {
    "/api/v1/offers": {"get"},
    "/api/v1/offers/{offer_id}": {"get"},
    "/api/v1/pathways": {"get"},
    "/api/v1/pathways/{offer_id}": {"get"},
    "/api/v1/sessions": {"get"},
    "/api/v1/sessions/{session_id}": {"get"},
    "/api/v1/bookings": {"get", "post"},
    "/api/v1/bookings/{reference}": {"get", "delete"},
}


def test_it_is_good_openapi_and_holds_the_api_only(client, db):
    spec = client.get("/api/openapi.json").json

    validate(spec)
    assert spec["openapi"] == "3.1.0"
    assert {path: set(methods) for path, methods in spec["paths"].items()} == PATHS


def test_every_refusal_is_a_problem(client, db):
    spec = client.get("/api/openapi.json").json
    media = {
        media
        for methods in spec["paths"].values()
        for operation in methods.values()
        for status, response in operation["responses"].items()
        if status >= "400"
        for media in response["content"]
    }

    assert media == {"application/problem+json"}


def test_only_the_catalogue_is_open_without_a_token(client, db):
    spec = client.get("/api/openapi.json").json
    opened = {
        path
        for path, methods in spec["paths"].items()
        for operation in methods.values()
        if {} in operation["security"]
    }

    assert opened == {path for path in PATHS if "bookings" not in path}


def test_it_speaks_the_reader_s_language(client, db):
    french = client.get("/api/openapi.json").json
    english = client.get("/api/openapi.json", headers={"Accept-Language": "en"}).json

    assert french["paths"]["/api/v1/bookings"]["post"]["summary"] == "Réserver"
    assert english["paths"]["/api/v1/bookings"]["post"]["summary"] == "Book"
    assert "LazyString" not in json.dumps(english)


def test_a_schema_has_one_name(client, db):
    names = client.get("/api/openapi.json").json["components"]["schemas"]

    assert [name for name in names if name[-1].isdigit()] == []


def test_each_way_a_booking_is_refused_is_described(client, db):
    responses = client.get("/api/openapi.json").json["paths"]["/api/v1/bookings"]["post"]["responses"]

    assert set(responses) == {
        "201",
        "400",
        "401",
        "403",
        "404",
        "405",
        "409",
        "413",
        "415",
        "422",
        "429",
        "500",
    }
