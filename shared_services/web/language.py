"""In which language this reader is answered: the account's, else the cookie's, else the browser's.

A program says its language with each request; only when it does not, the account's counts.
"""

from flask import has_request_context, request, session

from shared_services.accounts.current import person_or_none
from shared_services.core.i18n import DEFAULT_LANGUAGE, LANGUAGES
from shared_services.core.programs import takes_tokens_only


def choose_language() -> str:
    """`fr` or `en`. Without a request (a job), the default."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    asked = request.accept_languages.best_match(list(LANGUAGES))
    if takes_tokens_only() and asked:
        return asked
    person = person_or_none()
    if person is not None:
        return person.locale
    if not takes_tokens_only() and session.get("language") in LANGUAGES:
        return str(session["language"])
    return asked or DEFAULT_LANGUAGE
