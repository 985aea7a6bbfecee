"""Announcements as everybody meets them."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import person_or_none
from shared_services.core import clock
from shared_services.core.access import public
from shared_services.core.database import read_session, transaction
from shared_services.core.redirects import same_site_path

from . import operations, queries
from .current import put_away_here

blueprint = Blueprint("announcements", __name__)


@blueprint.get("/announcements")
@public
def announcements() -> str:
    """All that is announced to the reader now, put away or not."""
    current = queries.list_current(read_session(), person_or_none(), now=clock.now())
    return render_template("announcements/announcements.html", current=current)


@blueprint.post("/announcements/<int:announcement_id>/dismiss")
@public
def dismiss(announcement_id: int) -> Response:
    """Put one away, for good for a person, in this browser for a stranger."""
    person = person_or_none()
    if person is None:
        put_away_here(announcement_id)
    else:
        with transaction() as db:
            operations.dismiss(db, announcement_id, person=person, now=clock.now())
    return redirect(same_site_path(request.form.get("next")) or url_for("web.home"), 303)
