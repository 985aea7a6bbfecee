"""The sheet for whoever keeps it: the table, the roll call, the room's link, closing, printing."""

from typing import Any

import segno
from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.accounts.queries import get_person
from shared_services.core import clock
from shared_services.core.access import allowed, private
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError, NotFound
from shared_services.core.forms import Form
from shared_services.core.i18n import _, ngettext
from shared_services.core.links import absolute_url
from shared_services.kinds.trainings.forms import AddPersonForm

from . import operations, policies, queries
from .errors import SheetClosed
from .forms import RollCallForm, ScanForm, roll_call_form
from .links import room_token
from .pages import SheetPage, sheet_page

blueprint = Blueprint("attendance_manage", __name__)

Answer = Response | str | tuple[str, int]


@blueprint.get("/manage/sessions/<int:session_id>/attendance")
@allowed(policies.can_keep_sheet)
def sheet(session_id: int) -> str:
    """Everybody in every half day; what is left to note; closing."""
    return sheet_html(session_id)


@blueprint.get("/manage/sessions/<int:session_id>/attendance/print")
@allowed(policies.can_keep_sheet)
def print_sheet(session_id: int) -> str:
    """The sheet on paper: boxes to sign before, what was said after."""
    return render_template("attendance/print_sheet.html", page=_page(session_id))


@blueprint.get("/manage/sessions/<int:session_id>/attendance/<int:half_day_id>")
@allowed(policies.can_keep_sheet)
def roll_call(session_id: int, half_day_id: int) -> str:
    """One half day, everybody, big targets."""
    page = _page(session_id)
    return _roll_call_html(page, half_day_id, _form(page, half_day_id, formdata=None))


@blueprint.post("/manage/sessions/<int:session_id>/attendance/<int:half_day_id>")
@allowed(policies.can_keep_sheet)
def save_roll_call(session_id: int, half_day_id: int) -> Answer:
    """Write what is new in one go; a page that asks for JSON is told what the sheet has now."""
    page = _page(session_id)
    form = _form(page, half_day_id)
    if not form.validate_on_submit():
        return _roll_call_html(page, half_day_id, form), 422
    sending = form.sending(page.lines, rest=request.form.get("rest", ""))
    try:
        with transaction() as db:
            done = operations.tick_half_day(
                db, session_id, half_day_id, sending, by=current_person(), now=clock.now()
            )
            seen = queries.get_or_make_sheet(db, session_id).entries
    except SheetClosed:
        raise
    except DomainError as error:
        form.refuse(_field_of(error), str(error))
        return _roll_call_html(page, half_day_id, form), error.status
    told = _receipt(done)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(seen=seen, told=told)
    flash(told, "warning" if done.overruled else "success")
    return redirect(url_for("attendance_manage.sheet", session_id=session_id), 303)


@blueprint.post("/manage/sessions/<int:session_id>/attendance/walk-in")
@allowed(policies.can_keep_sheet)
def add_walk_in(session_id: int) -> Answer:
    """Somebody who came without booking, while there is a seat."""
    form = AddPersonForm()
    if not form.validate_on_submit():
        return sheet_html(session_id, walk_in=form), 422
    try:
        with transaction() as db:
            added = operations.add_walk_in(
                db, session_id, email=form.email.data, by=current_person(), now=clock.now()
            )
            name = get_person(db, added.person_id).name
    except DomainError as error:
        form.refuse("email", str(error))
        return sheet_html(session_id, walk_in=form), error.status
    flash(_("%(name)s est sur la feuille. Notez maintenant sa présence.", name=name), "success")
    return redirect(url_for("attendance_manage.sheet", session_id=session_id), 303)


@blueprint.post("/manage/sessions/<int:session_id>/attendance/close")
@allowed(policies.can_keep_sheet)
def close(session_id: int) -> Response:
    """Countersign. The bookings follow."""
    with transaction() as db:
        operations.close_sheet(db, session_id, by=current_person(), now=clock.now())
    flash(_("La feuille est signée et close. Les présences sont notées dans les réservations."), "success")
    return redirect(url_for("attendance_manage.sheet", session_id=session_id), 303)


@blueprint.get("/manage/sessions/<int:session_id>/attendance/<int:half_day_id>/link")
@allowed(policies.can_keep_sheet)
@private
def room_link(session_id: int, half_day_id: int) -> str:
    """A code to project: participants sign from their own phone, around this half day only."""
    session, half_day = queries.get_half_day(read_session(), session_id, half_day_id)
    url = absolute_url("attendance.sign_by_link", token=room_token(session_id, half_day_id))
    code = segno.make(url, error="m").svg_inline(scale=8, border=2, omitsize=True)
    return render_template(
        "attendance/room_link.html",
        session=session,
        half_day=half_day,
        url=url,
        code=Markup(code),  # noqa: S704
    )


def sheet_html(session_id: int, **submitted: Form) -> str:
    """The sheet with its forms, blank but for what was sent and refused."""
    forms: dict[str, Form] = {
        "walk_in": AddPersonForm(formdata=None),
        "scan": ScanForm(formdata=None),
    } | submitted
    return render_template("attendance/sheet.html", page=_page(session_id), forms=forms)


def _page(session_id: int) -> SheetPage:
    return sheet_page(read_session(), session_id, current_person(), now=clock.now())


def _index(page: SheetPage, half_day_id: int) -> int:
    """Which half day of the session it is. Raises NotFound."""
    for index, column in enumerate(page.columns):
        if column.half_day.id == half_day_id:
            return index
    raise NotFound


def _form(page: SheetPage, half_day_id: int, **given: Any) -> RollCallForm:
    seen = page.sheet.entries if page.sheet else 0
    index = _index(page, half_day_id)
    return roll_call_form(page.lines, index, seen=seen, is_closed=page.is_closed, **given)


def _roll_call_html(page: SheetPage, half_day_id: int, form: RollCallForm) -> str:
    index = _index(page, half_day_id)
    return render_template(
        "attendance/roll_call.html", page=page, column=page.columns[index], index=index, form=form
    )


def _field_of(error: DomainError) -> str:
    field = {"minutes_too_many": "late", "excuse_missing": "reason"}.get(error.code, "")
    return f"{field}-{error.facts.get('booking_id')}"


def _receipt(done: operations.Ticked) -> str:
    if done.overruled:
        return _(
            "C'est enregistré. Quelqu'un avait noté autre chose entre-temps, ce qui reste écrit\u00a0: "
            "%(names)s.",
            names=", ".join(done.overruled),
        )
    if not done.written:
        return _("Rien n'avait changé\u00a0: tout était déjà enregistré.")
    return ngettext(
        "%(num)d présence ou absence est enregistrée.",
        "%(num)d présences ou absences sont enregistrées.",
        done.written,
    )
