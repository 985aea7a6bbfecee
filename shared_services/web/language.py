"""In which language this reader is answered: the account's, else the cookie's, else the browser's."""

from flask import has_request_context, request, session

from shared_services.accounts.current import person_or_none
from shared_services.core.i18n import DEFAULT_LANGUAGE, LANGUAGES


def choose_language() -> str:
    """`fr` or `en`. Without a request (a job), the default."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    person = person_or_none()
    if person is not None:
        return person.locale
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    return request.accept_languages.best_match(list(LANGUAGES)) or DEFAULT_LANGUAGE
