"""What is wrong, said to a program: RFC 9457 problem details, in the language it asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from apiflask.exceptions import HTTPError
from flask import Response, g, json

from shared_services.core.errors import DomainError, Forbidden, NotFound
from shared_services.core.i18n import _l
from shared_services.core.site import settings

TITLES = {
    400: _l("Demande illisible"),
    401: _l("Jeton nécessaire"),
    403: _l("Accès refusé"),
    404: _l("Introuvable"),
    405: _l("Méthode impossible ici"),
    409: _l("Ce n'est plus possible"),
    410: _l("N'existe plus"),
    413: _l("Envoi trop lourd"),
    415: _l("Format inattendu"),
    422: _l("Demande à corriger"),
    429: _l("Trop d'essais"),
    500: _l("Une erreur est survenue"),
}
SENTENCES = {
    400: _l("Cette demande ne se comprend pas."),
    403: _l("Votre compte ne donne pas ce droit."),
    404: _l("Il n'y a rien à cette adresse, ou rien que vous puissiez lire."),
    405: _l("Cette adresse ne connaît pas cette méthode\u00a0; Allow dit lesquelles elle connaît."),
    413: _l("Ce que vous envoyez est trop lourd."),
    422: _l("Un champ au moins ne va pas\u00a0: errors dit lequel et pourquoi."),
    500: _l("La faute est de notre côté. Réessayez\u00a0; si cela continue, donnez-nous request_id."),
}
CODES = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    422: "not_valid",
    500: "accident",
}
# What the library that reads the fields says, in our words.
FIELD_SENTENCES = {
    "Missing data for required field.": _l("Ce champ est obligatoire."),
    "Field may not be null.": _l("Ce champ ne peut pas être null."),
    "Unknown field.": _l("Ce champ n'existe pas."),
    "Not a valid integer.": _l("Il faut un nombre entier."),
    "Not a valid string.": _l("Il faut un texte."),
    "Not a valid boolean.": _l("Il faut true ou false."),
    "Not a valid date.": _l("Il faut un jour qui existe, écrit 2027-01-31."),
    "Not a valid datetime.": _l("Il faut un instant avec son décalage, écrit 2027-01-31T09:30:00+01:00."),
    "Not a valid aware datetime.": _l(
        "Il faut un instant avec son décalage, écrit 2027-01-31T09:30:00+01:00."
    ),
    "Invalid input type.": _l("Il faut un objet JSON."),
}


def problem_of(error: DomainError) -> Response:
    """A refusal of ours: its code, its status, its sentence."""
    if type(error) in (NotFound, Forbidden):
        return problem(error.status)  # their sentences speak of a page
    return problem(error.status, code=error.code, detail=str(error))


def problem_of_fields(error: HTTPError) -> Response:
    """What could not be read, field by field."""
    return problem(error.status_code, errors=_by_field(error.detail))


def problem(
    status: int, *, code: str = "", detail: str | None = None, errors: Mapping[str, list[str]] | None = None
) -> Response:
    """One problem; without a code of ours it is that of its HTTP status."""
    known = status if status in TITLES else (500 if status >= 500 else 400)
    body: dict[str, Any] = {
        "type": f"{settings().site_url}/api/docs#{code}" if code else "about:blank",
        "title": str(TITLES[known]),
        "status": status,
        "detail": detail or str(SENTENCES.get(known, SENTENCES[400])),
        "code": code or CODES.get(known, CODES[400]),
    }
    if errors is not None:
        body["errors"] = errors
    if status >= 500:
        body["request_id"] = g.get("request_id", "")
    response = Response(json.dumps(body), status, mimetype="application/problem+json")
    if status == 401:
        response.headers["WWW-Authenticate"] = _challenge(code)
    return response


def _challenge(code: str) -> str:
    """RFC 6750: nothing is said of a token that was not there."""
    return "Bearer" if code == "token_missing" else 'Bearer error="invalid_token"'


def _by_field(found: Any) -> dict[str, list[str]]:
    """The sentences of each field, whichever part of the request it came in."""
    by_field: dict[str, list[str]] = {}
    for fields in found.values():
        for name, sentences in fields.items() if isinstance(fields, Mapping) else [("", fields)]:
            said = (
                sentences
                if isinstance(sentences, Sequence) and not isinstance(sentences, str)
                else [sentences]
            )
            by_field[str(name)] = [_in_our_words(sentence) for sentence in said]
    return by_field


def _in_our_words(sentence: Any) -> str:
    return str(FIELD_SENTENCES.get(str(sentence), sentence))
