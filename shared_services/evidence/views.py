"""A person's own papers, from her booking."""

from flask import Blueprint, Response, render_template

from shared_services.booking.policies import is_own_booking
from shared_services.core import clock
from shared_services.core.access import allowed, private
from shared_services.core.database import read_session, transaction
from shared_services.papers.sending import as_file

from . import operations, queries
from .pages import own_page

blueprint = Blueprint("evidence", __name__)

VERBS = {
    "convocation": operations.issue_convocation,
    "certificate": operations.issue_certificate,
    "statement": operations.issue_statement,
}


@blueprint.get("/bookings/<reference>/papers")
@allowed(is_own_booking)
def mine(reference: str) -> str:
    """What she may take now, and when the rest comes. Raises NotFound for what is no training."""
    page = own_page(read_session(), reference)
    return render_template("evidence/mine.html", page=page, now=clock.now())


@blueprint.get("/bookings/<reference>/papers/<any(convocation, certificate, statement):paper>.pdf")
@allowed(is_own_booking)
@private
def take(reference: str, paper: str) -> Response:
    """The paper, made the first time that it is asked for. Raises what keeps it from being made."""
    with transaction() as db:
        booking = queries.get_participation(db, reference)
        made = VERBS[paper](db, booking.bookable_id, booking.id, now=clock.now())
        row, made = queries.get_session_paper(db, booking.bookable_id, made.id)
        return as_file(made, row.name)
