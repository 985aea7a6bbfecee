"""The person of a request to `/api/v1`, read from `Authorization: Bearer` and nothing else."""

from datetime import timedelta

from flask import Flask, Request, Response, g, request
from flask_login import current_user

from shared_services.accounts.models import Person
from shared_services.accounts.tokens import hash_token
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.core.limits import count_attempt, network_of
from shared_services.core.programs import takes_tokens_only

from . import token_operations
from .errors import TokenNotGood
from .queries.tokens import find_good_token

# A broken script may try all night; whoever guesses does not get far with so few.
MOST_FAILURES, FAILURES_WITHIN = 60, timedelta(minutes=15)


def init_tokens(app: Flask) -> None:
    """Let flask-login find the person of a token; call it after init_login."""
    app.login_manager.request_loader(_load)  # type: ignore[attr-defined]
    app.after_request(_note_token_used)


def refuse_bad_tokens() -> None:
    """Raises TokenNotGood for a token that opens nothing, on public reads too, so that nobody finds out late.

    Failures are counted by network. Raises TooManyAttempts past the allowance.
    """
    if "Authorization" not in request.headers or current_user.is_authenticated:
        return
    with transaction() as db:
        count_attempt(
            db,
            "api_token",
            network_of(request.remote_addr or "unknown"),
            most=MOST_FAILURES,
            within=FAILURES_WITHIN,
            now=clock.now(),
        )
    raise TokenNotGood


def _load(sent: Request) -> Person | None:
    said = sent.authorization
    if not takes_tokens_only() or said is None or said.type != "bearer" or not said.token:
        return None
    found = find_good_token(read_session(), hash_token(said.token), now=clock.now())
    if found is None:
        return None
    g.token_id, g.token_was_used_at = found.id, found.last_used_at
    return found.person


def _note_token_used(response: Response) -> Response:
    """After the answer, so that no view finds its own reads forgotten."""
    token_id, used_at, now = g.pop("token_id", None), g.pop("token_was_used_at", None), clock.now()
    if token_id is not None and token_operations.is_worth_noting(used_at, now=now):
        with transaction() as db:
            token_operations.note_used(db, token_id, now=now)
    return response
