"""A participant signs for herself, from her account or by the link of the room."""

from collections.abc import Mapping

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Field

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import private, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _

from . import operations, queries
from .drawing import Drawing
from .errors import NotOnTheSheet
from .forms import SignForm
from .links import read_room_token
from .models import Way
from .pages import OwnPage, own_page

blueprint = Blueprint("attendance", __name__)

Answer = AnyResponse | tuple[str, int]

KEPT_BY_READER = {"Cache-Control": "private, max-age=3600"}


@blueprint.get("/sessions/<int:session_id>/attendance")
@signed_in
def mine(session_id: int) -> str:
    """Her own half days; the one that is now has a button."""
    return _mine_html(session_id)


@blueprint.post("/sessions/<int:session_id>/attendance/<int:half_day_id>")
@signed_in
def sign_mine(session_id: int, half_day_id: int) -> Answer:
    """Say that she is there."""
    form = SignForm()
    if not form.validate_on_submit():
        return _mine_html(session_id, refused={half_day_id: form.drawing}), 422
    return _sign(session_id, half_day_id, Way.ACCOUNT, form.drawn)


@blueprint.get("/sessions/<int:session_id>/attendance/signatures/<int:entry_id>.png")
@signed_in
def my_signature(session_id: int, entry_id: int) -> Response:
    """What she drew. Raises NotFound for somebody else's."""
    found = queries.get_drawn(read_session(), session_id, entry_id, person_id=current_person().id)
    return Response(found.content, mimetype="image/png", headers=KEPT_BY_READER)


@blueprint.get("/attendance/<token>")
@signed_in
@private
def sign_by_link(token: str) -> str:
    """What the code in the room opens: one button."""
    return _link_html(token)


@blueprint.post("/attendance/<token>")
@signed_in
@private
def sign_here(token: str) -> Answer:
    """Say that she is in the room."""
    form = SignForm()
    if not form.validate_on_submit():
        return _link_html(token, refused=form.drawing), 422
    return _sign(*read_room_token(token), Way.LINK, form.drawn)


def _mine_html(session_id: int, *, refused: Mapping[int, Field] | None = None) -> str:
    """`refused`: the drawing that could not be read, by half day."""
    return render_template("attendance/mine.html", page=_own(session_id), refused=refused or {})


def _link_html(token: str, *, refused: Field | None = None) -> str:
    session_id, half_day_id = read_room_token(token)
    page = _own(session_id)
    index = next((i for i, one in enumerate(page.columns) if one.half_day.id == half_day_id), None)
    return render_template(
        "attendance/sign_by_link.html", page=page, token_of_room=token, index=index, refused=refused
    )


def _own(session_id: int) -> OwnPage:
    page = own_page(read_session(), session_id, current_person().id, now=clock.now())
    if page is None:
        raise NotOnTheSheet
    return page


def _sign(session_id: int, half_day_id: int, way: Way, drawing: Drawing | None) -> AnyResponse:
    with transaction() as db:
        operations.sign_presence(
            db,
            session_id,
            half_day_id,
            person=current_person(),
            way=way,
            drawing=drawing,
            now=clock.now(),
        )
    flash(_("Votre présence est signée. Bonne formation\u00a0!"), "success")
    return redirect(url_for("attendance.mine", session_id=session_id), 303)
