"""One handler for every refusal: what happened, and a way on. No text of an exception reaches a person.

A program is told the same as problem+json.
"""

from http import HTTPStatus

from apiflask.exceptions import HTTPError
from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError, RequestEntityTooLarge

from shared_services.core.database import read_session
from shared_services.core.errors import DomainError, TooManyAttempts
from shared_services.core.i18n import _, _l
from shared_services.core.programs import is_for_programs

from .problems import problem, problem_of, problem_of_fields

RETRY_AFTER_SECONDS = 60

HEADINGS = {
    400: _l("Demande illisible"),
    403: _l("Accès refusé"),
    404: _l("Page introuvable"),
    405: _l("Action impossible ici"),
    409: _l("Ce n'est plus possible"),
    410: _l("Ce lien ne sert plus"),
    413: _l("Envoi trop lourd"),
    429: _l("Trop d'essais"),
    500: _l("Une erreur est survenue"),
}
SENTENCES = {
    400: _l("Le site n'a pas compris la demande. Revenez à la page et recommencez."),
    403: _l("Votre compte ne donne pas accès à cette page."),
    404: _l("Cette page n'existe pas ou n'existe plus."),
    405: _l("Cette adresse ne s'ouvre pas de cette façon. Revenez à la page d'avant."),
    429: _l("Trop d'essais en peu de temps. Réessayez dans quelques minutes."),
    500: _l(
        "Rien n'a été perdu de ce qui était déjà enregistré. Réessayez dans un moment\u00a0; "
        "si cela continue, écrivez-nous en donnant le code ci-dessous."
    ),
}
FORM_TOO_OLD = _l(
    "Le formulaire a trop attendu et n'a pas été envoyé. Revenez à la page, rechargez-la, puis recommencez."
)
KEPT_HEADERS = ("Allow", "Retry-After")


def init_errors(app: Flask) -> None:
    """Answer every refusal and every accident with a page of ours, or a problem."""
    app.register_error_handler(DomainError, show_domain_error)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(HTTPError, problem_of_fields)  # only what programs send is read that way


def show_domain_error(error: DomainError) -> Response:
    """The sentence of the refusal, under the heading of its status."""
    response = problem_of(error) if is_for_programs() else error_page(error.status, str(error))
    if isinstance(error, TooManyAttempts):
        minutes = error.facts.get("minutes")
        wait = minutes * 60 if isinstance(minutes, int) else RETRY_AFTER_SECONDS
        response.headers["Retry-After"] = str(wait)
    return response


def show_http_error(error: HTTPException) -> Response:
    """What Flask or Werkzeug refused; redirects pass as they are."""
    status = error.code or 500
    if status < 400:
        return error.get_response()  # type: ignore[return-value]
    if isinstance(error, InternalServerError):
        return accident_page()
    response = problem(status) if is_for_programs() else error_page(status, _sentence(error, status))
    for name, value in error.get_headers():
        if name in KEPT_HEADERS:
            response.headers[name] = value
    if status == 429:
        response.headers.setdefault("Retry-After", str(RETRY_AFTER_SECONDS))
    return response


def _sentence(error: HTTPException, status: int) -> str:
    if isinstance(error, CSRFError):
        return str(FORM_TOO_OLD)
    if isinstance(error, RequestEntityTooLarge):
        most = (request.max_content_length or 0) // (1024 * 1024)
        return _("Ce que vous envoyez dépasse %(most)d Mo. Envoyez-en moins à la fois.", most=most)
    return str(SENTENCES.get(status, SENTENCES[400]))


def error_page(status: int, sentence: str) -> Response:
    """A page of the site's look: heading, sentence, where to go from here."""
    page = render_template(
        "web/error.html",
        heading=heading(status),
        sentence=sentence,
        status=status,
    )
    return make_response(page, status)


def heading(status: int) -> str:
    """The words for a status; the nearest of ours for a rare one."""
    known = status if status in HEADINGS else (500 if status >= 500 else 400)
    return str(HEADINGS[known])


def accident_page() -> Response:
    """The page of a fault of ours: it asks nothing of the database, which may be the cause."""
    try:
        read_session().rollback()
    except SQLAlchemyError:
        read_session().invalidate()
    if is_for_programs():
        return problem(500)
    facts = {
        "heading": heading(500),
        "sentence": str(SENTENCES[500]),
        "request_id": g.get("request_id", ""),
    }
    try:
        page = render_template("web/accident.html", **facts)
    except (SQLAlchemyError, TemplateError):
        page = f"{_('Une erreur est survenue')}. {facts['request_id']}"
        return Response(page, HTTPStatus.INTERNAL_SERVER_ERROR, mimetype="text/plain")
    return make_response(page, HTTPStatus.INTERNAL_SERVER_ERROR)
