"""Requests made up from the API's own description, by each role, on real rows: it keeps its word."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support.access_matrix import ROLES, World, undone

pytestmark = pytest.mark.page

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
# Enough for every filter and field to be wrong once; derandomised, so that a run is like the one before.
BOUNDED = settings(
    max_examples=8,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
GOOD = {
    "get_api_offers": 200,
    "get_api_offer": 200,
    "get_api_pathways": 200,
    "get_api_pathway": 200,
    "get_api_sessions": 200,
    "get_api_session": 200,
    "get_api_bookings": 200,
    "get_api_booking": 200,
    "post_api_book": 201,
    "delete_api_cancel": 200,
}
REFUSED_TO = {
    "stranger": {"get_api_bookings", "get_api_booking", "post_api_book", "delete_api_cancel"},
    "trainer": {"get_api_booking", "delete_api_cancel"},
    "manager": {"delete_api_cancel"},
    "admin": {"get_api_booking", "delete_api_cancel"},
}


@pytest.fixture
def world(app, db):
    return World(app)


@pytest.fixture
def schema(app, db):
    return schemathesis.openapi.from_wsgi("/api/openapi.json", app)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_as_described(app, world, schema, role, mode):
    seen = set()
    for found in schema.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy(generation_mode=mode))
        @BOUNDED
        def ask(case):
            for hub in world.hubs if mode.is_positive else [None]:
                if hub:
                    with_real_ids(case, hub)
                with undone(), app.app_context():
                    headers = world.headers(role, "/api/v1/")
                    answer = case.call(headers=headers)
                    case.validate_response(answer, checks=CHECKS, headers=headers)
                seen.add((case.operation.definition.raw["operationId"], answer.status_code))

        ask()

    if mode.is_positive:
        able = {name for name, status in GOOD.items() if (name, status) in seen}
        assert able == GOOD.keys() - REFUSED_TO.get(role, set())


def with_real_ids(case, hub):
    """Made-up ids find nothing: the rows of one hub stand in their place."""
    offer_id = hub.pathway_id if "/pathways/" in case.path else hub.public_offer_id
    values = hub.values | {"offer_id": offer_id}
    if case.method == "DELETE":
        values["reference"] = hub.of_tools["reference"]  # who signed at a session does not cancel it
    case.path_parameters = {name: str(values[name]) for name in case.path_parameters or {}}
    if isinstance(case.body, dict) and "bookable_id" in case.body:
        asked = {name: case.body[name] for name in case.body if name == "join_waiting_list"}
        case.body = asked | {"bookable_id": hub.other_session_id, "quantity": 1, "despite_overlap": True}
