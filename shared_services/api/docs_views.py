"""The description of the API, for programs and for the people who write them."""

import re
from typing import Any

from flask import Blueprint, Response, jsonify, render_template

from shared_services.booking import errors as booking
from shared_services.core.access import public
from shared_services.core.errors import DomainError, TokenMissing, TooManyAttempts
from shared_services.core.i18n import _
from shared_services.core.site import settings
from shared_services.kinds.tools import errors as tools
from shared_services.kinds.trainings import errors as trainings

from . import errors
from .spec import describe

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")

# Without a token, with one, and booking; the same as in docs/api.md.
EXAMPLES = (
    'curl "{site}/api/v1/sessions?departement=62&seats=true"',
    'curl "{site}/api/v1/bookings" -H "Authorization: Bearer $TOKEN"',
    """curl -X POST "{site}/api/v1/bookings" \\
  -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: pix-2027-02-02" \\
  -d '{{"bookable_id": 12, "quantity": 1}}'""",
)

blueprint = Blueprint("api_docs", __name__, url_prefix="/api")

# The refusals a program meets most; each is at `#code` on the page, where the `type` of a problem leads.
REFUSALS: tuple[type[DomainError], ...] = (
    booking.Full,
    booking.OrganisationFull,
    booking.SeatsKept,
    booking.AlreadyBooked,
    booking.Overlapping,
    booking.AnotherDateHeld,
    booking.BookingNotOpenYet,
    booking.BookingClosed,
    booking.QuotaReached,
    booking.NotAColleague,
    booking.TooLateToCancel,
    booking.IllegalMove,
    booking.NotOfThisAudience,
    booking.NotOfAnyHub,
    booking.OrganisationToChoose,
    trainings.OfferNotPublished,
    errors.OneSeatEach,
    errors.DatesAreFixed,
    errors.DatesNeeded,
    tools.TooSoon,
    tools.ClosedAtPickUp,
    tools.ClosedAtReturn,
    tools.LoanTooLong,
    tools.MoreThanServe,
    errors.ReferentsOnly,
    errors.ReasonNeeded,
    errors.KeyReused,
    errors.BadCursor,
    errors.BadBody,
    errors.NotJson,
    TokenMissing,
    errors.TokenNotGood,
    TooManyAttempts,
)


@blueprint.get("/openapi.json")
@public
def spec() -> Response:
    """The description in OpenAPI 3.1."""
    return jsonify(describe())


@blueprint.get("/docs")
@public
def docs() -> str:
    """The same, to read: how to get a token, each address, each refusal."""
    described = describe()
    return render_template(
        "api/docs.html",
        operations=[
            _operation(described, path, method, operation)
            for path, methods in described["paths"].items()
            for method, operation in methods.items()
        ],
        refusals=[(refusal.code, refusal.status, _told(refusal)) for refusal in REFUSALS],
        examples=[example.format(site=settings().site_url) for example in EXAMPLES],
    )


def _told(refusal: type[DomainError]) -> str:
    """Its sentence, before anything fills it."""
    if refusal is booking.QuotaReached:  # its sentence is the hub's rule
        return _("La règle de réservation du hub, en une phrase.")
    return PLACEHOLDER.sub("…", str(refusal.sentence))


def _operation(spec: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    """One address and method, with what it names looked up."""
    good = next(status for status in operation["responses"] if status < "400")
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "needs_token": {} not in operation["security"],
        "parameters": [
            _row(spec, one["name"], one | one["schema"], one["required"]) for one in operation["parameters"]
        ],
        "sent": _fields(spec, operation.get("requestBody", {})),
        "good": good,
        "answered": _fields(spec, operation["responses"][good]),
        "problems": [
            (status, response["description"])
            for status, response in operation["responses"].items()
            if status >= "400"
        ],
    }


def _fields(spec: dict[str, Any], body: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of a body: name, type, whether it must be there, what it is."""
    if "content" not in body:
        return []
    schema = _named(spec, next(iter(body["content"].values()))["schema"])
    return [
        _row(spec, name, field, name in schema.get("required", ()))
        for name, field in schema["properties"].items()
    ]


def _row(spec: dict[str, Any], name: str, field: dict[str, Any], is_required: bool) -> dict[str, Any]:
    return {
        "name": name,
        "type": _type(spec, field),
        "required": is_required,
        "description": field.get("description", ""),
        "choices": [choice for choice in field.get("enum", ()) if choice],
    }


def _type(spec: dict[str, Any], field: dict[str, Any]) -> str:
    """`string`, `date-time | null`, and for what has fields of its own, their names."""
    if "$ref" in field:
        return ", ".join(_named(spec, field)["properties"])
    if "anyOf" in field or "allOf" in field:
        return " | ".join(_type(spec, one) for one in field.get("anyOf") or field["allOf"])
    kinds = field.get("type", "")
    said = " | ".join(kinds) if isinstance(kinds, list) else str(kinds)
    if "items" in field:
        return f"[{_type(spec, field['items'])}]"
    return said.replace("string", field["format"]) if "format" in field else said


def _named(spec: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The schema itself, when it is only named."""
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = spec["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return found
