"""Anybody checks a certificate by its number: no account, and no more than what the paper in hand says."""

import re
from datetime import timedelta

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import support_view
from shared_services.core import clock
from shared_services.core.access import public
from shared_services.core.database import read_session, transaction
from shared_services.core.limits import count_attempt, network_of

from .pages import check_certificate

blueprint = Blueprint("certificates", __name__)

MOST_CHECKS, WITHIN = 60, timedelta(hours=1)
_NOT_IN_A_NUMBER = re.compile(r"[^A-Z0-9-]")
LONGEST = 20


@blueprint.get("/verify")
@public
def ask() -> Response:
    """Type the number of a certificate."""
    number = clean_number(request.args.get("number", ""))
    if number:
        return redirect(url_for("certificates.verify", number=number), 303)
    return _unlisted(render_template("evidence/ask.html"), 200)


@blueprint.get("/verify/<number>")
@public
def verify(number: str) -> Response:
    """Valid, replaced, withdrawn or unknown. Raises TooManyAttempts: numbers follow each other."""
    if support_view() is None:  # who looks for support writes nothing
        reader = network_of(request.remote_addr or "unknown")
        with transaction() as db:
            count_attempt(db, "verify", reader, most=MOST_CHECKS, within=WITHIN, now=clock.now())
    number = clean_number(number)
    check = check_certificate(read_session(), number, asked=request.args.get("version", type=int))
    html = render_template("evidence/verify.html", number=number, check=check)
    return _unlisted(html, 200 if check else 404)


def clean_number(typed: str) -> str:
    """« nord-2027-000123 » as it is written on the paper."""
    return _NOT_IN_A_NUMBER.sub("", typed.upper())[:LONGEST]


def _unlisted(html: str, status: int) -> Response:
    """No search engine shows it."""
    answer = make_response(html, status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
