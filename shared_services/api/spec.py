"""The description of `/api/v1` in OpenAPI, made from the code, in the reader's language."""

import re
from typing import Any, cast

from apiflask import APIBlueprint, APIFlask
from apispec import APISpec
from flask import Flask, current_app

from shared_services.core.i18n import LazyString, _l
from shared_services.core.site import settings

from .forms.answers import ProblemOut

VERSION = "1.0.0"
TOKEN = "personalToken"  # noqa: S105 the name of the scheme
PROBLEM = "application/problem+json"

PROBLEMS = {
    400: _l("Demande illisible."),
    401: _l("Il manque un jeton, ou celui-ci n'est pas bon."),
    403: _l("Votre compte ne le permet pas."),
    404: _l("Rien ici, ou rien que vous puissiez lire."),
    405: _l("Cette adresse ne connaît pas cette méthode\u00a0; Allow dit lesquelles elle connaît."),
    409: _l("Ce n'est plus possible\u00a0: complet, déjà réservé, trop tard. code dit quoi."),
    413: _l("Plus de 64 Ko."),
    415: _l("Ce n'est pas du JSON."),
    422: _l("Un champ ne va pas\u00a0; errors dit lequel."),
    429: _l("Trop d'essais\u00a0: attendez le temps que dit Retry-After."),
    500: _l("Une faute de notre part."),
}
ALWAYS = (400, 401, 405, 429, 500)
OF_A_PATH = {
    "offer_id": {"schema": {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}, "description": "id"},
    "session_id": {"schema": {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}, "description": "id"},
    "reference": {
        "schema": {"type": "string", "pattern": "^[2-9AFHJKLRWXYZ]{4}-[2-9AFHJKLRWXYZ]{4}$"},
        "example": "K7AF-4XW2",
    },
}
WITHOUT_A_TOKEN = re.compile(r"/(offers|pathways|sessions)")


class DescribedFlask(APIFlask):
    """Describes a schema once, whether it was met in a list first or by itself; our names are unique."""

    def _register_schema_and_get_ref(
        self, spec: APISpec, registered_schema_classes: dict[int, str], schema_obj: Any
    ) -> dict[str, str]:
        name = self.schema_name_resolver(schema_obj)
        if name in spec.components.schemas:
            return {"$ref": f"#/components/schemas/{name}"}
        return super()._register_schema_and_get_ref(spec, registered_schema_classes, schema_obj)


def init_spec(app: APIFlask) -> None:
    """Tell APIFlask how we describe ourselves; its own pages are off, they load scripts from elsewhere."""
    app.config.update(
        HTTP_ERROR_SCHEMA=ProblemOut,
        VALIDATION_ERROR_SCHEMA=ProblemOut,
        AUTO_404_RESPONSE=True,
        AUTO_OPERATION_ID=True,
        AUTO_TAGS=False,
    )
    app.security_schemes = {TOKEN: {"type": "http", "scheme": "bearer"}}
    app.spec_callback = _complete


def describe(app: Flask | None = None) -> dict[str, Any]:
    """The description, in the language of the moment: sentences stay open until here."""
    described = cast(APIFlask, app or current_app)
    for blueprint in described.blueprints.values():
        if not isinstance(blueprint, APIBlueprint):
            # APIFlask asks it of every blueprint that has a before_request of its own.
            blueprint.enable_openapi = False  # type: ignore[attr-defined]
    return cast("dict[str, Any]", _plain(described.spec))


def _complete(spec: dict[str, Any] | str) -> dict[str, Any] | str:
    if isinstance(spec, str):  # only when it is asked for as YAML, which nobody does here
        return spec
    spec["info"] = {
        "title": settings().site_name,
        "version": VERSION,
        "description": _l("Chercher, réserver et annuler, par programme."),
        "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
    }
    spec["servers"] = [{"url": settings().site_url}]
    for path, methods in spec["paths"].items():
        for operation in methods.values():
            _complete_operation(path, operation)
    return spec


def _complete_operation(path: str, operation: dict[str, Any]) -> None:
    operation["security"] = [{TOKEN: []}]
    if WITHOUT_A_TOKEN.search(path):
        operation["security"].append({})
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            parameter.update(OF_A_PATH[parameter["name"]])
    responses = operation["responses"]
    for status in ALWAYS:
        responses.setdefault(str(status), {})
    for status, response in responses.items():
        if int(status) >= 400:
            response["description"] = PROBLEMS[int(status)]
            response["content"] = {PROBLEM: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
        else:
            response["description"] = _l("Voici.")
    operation["responses"] = dict(sorted(responses.items()))


def _plain(node: Any) -> Any:
    """Sentences in the reader's language, the rest as it is."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_plain(value) for value in node]
    return str(node) if isinstance(node, LazyString) else node
