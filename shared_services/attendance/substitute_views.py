"""Somebody comes in somebody else's place: before the day anybody whom a manager names, then a colleague."""

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from shared_services.accounts.current import current_person
from shared_services.accounts.queries import get_person
from shared_services.booking.models import Booking
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.forms import Form
from shared_services.core.i18n import _
from shared_services.kinds.trainings.models import HalfDay
from shared_services.kinds.trainings.operations import known_person

from . import operations, policies, queries
from .forms import InAdvanceForm, SubstituteForm
from .times import latest_open

blueprint = Blueprint("attendance_substitutes", __name__)


@blueprint.route("/manage/sessions/<int:session_id>/attendance/replace/<reference>", methods=["GET", "POST"])
@allowed(policies.can_keep_sheet)
def replace(session_id: int, reference: str) -> Response | tuple[str, int]:
    """Say who comes; back to the roll call, or to the list while there is none."""
    session, replaced = queries.get_place(read_session(), session_id, reference)
    half_day = latest_open(session.half_days, clock.now())
    form = _substitute_form(session_id, replaced) if half_day else InAdvanceForm()
    if not form.validate_on_submit():
        return _page(session_id, reference, form), 422 if form.is_submitted() else 200
    before = replaced.person.name
    try:
        with transaction() as db:
            after = _replace(db, session_id, replaced.id, form)
    except DomainError as error:
        form.refuse("person" if half_day else "email", str(error))
        return _page(session_id, reference, form), error.status
    told = _(
        "%(after)s a maintenant la place de %(before)s. Les deux personnes sont prévenues.",
        after=after,
        before=before,
    )
    flash(told, "success")
    return redirect(_back(session_id, half_day), 303)


def _page(session_id: int, reference: str, form: Form) -> str:
    session, replaced = queries.get_place(read_session(), session_id, reference)
    half_day = latest_open(session.half_days, clock.now())
    return render_template(
        "attendance/replace.html",
        session=session,
        half_day=half_day,
        booking=replaced,
        form=form,
        back=_back(session_id, half_day),
    )


def _substitute_form(session_id: int, replaced: Booking) -> SubstituteForm:
    form = SubstituteForm()
    form.person.choices = [
        SelectChoice(person.id, person.name)
        for person in queries.list_substitutes(read_session(), session_id, replaced)
    ]
    return form


def _replace(db: Session, session_id: int, booking_id: int, form: SubstituteForm | InAdvanceForm) -> str:
    """The name of who comes."""
    if isinstance(form, SubstituteForm):
        person, reason = get_person(db, form.person.data), ""
    else:
        person, reason = known_person(db, form.email.data), form.reason.data
    operations.replace_participant(
        db, session_id, booking_id, person.id, by=current_person(), reason=reason, now=clock.now()
    )
    return person.name


def _back(session_id: int, half_day: HalfDay | None) -> str:
    if half_day is None:
        return url_for("trainings_manage.roster", session_id=session_id)
    return url_for("attendance_manage.roll_call", session_id=session_id, half_day_id=half_day.id)
