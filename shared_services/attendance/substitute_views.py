"""On the day, a colleague comes in somebody's place."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from shared_services.accounts.current import current_person
from shared_services.accounts.queries import get_person
from shared_services.booking.queries import get_booking
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _

from . import operations, policies, queries
from .forms import SubstituteForm

blueprint = Blueprint("attendance_substitutes", __name__)


@blueprint.route(
    "/manage/sessions/<int:session_id>/attendance/<int:half_day_id>/replace/<reference>",
    methods=["GET", "POST"],
)
@allowed(policies.can_keep_sheet)
def replace(session_id: int, half_day_id: int, reference: str) -> Response | str | tuple[str, int]:
    """Choose who came; back to the roll call."""
    db = read_session()
    _session, half_day = queries.get_half_day(db, session_id, half_day_id)
    session, replaced = queries.get_participation(db, session_id, get_booking(db, reference).id)
    form = SubstituteForm()
    form.person.choices = [
        SelectChoice(person.id, person.name) for person in queries.list_substitutes(db, session_id, replaced)
    ]
    status = 200
    if form.validate_on_submit():
        before = replaced.person.name
        try:
            with transaction() as db:
                operations.replace_on_sheet(
                    db, session_id, replaced.id, form.person.data, by=current_person(), now=clock.now()
                )
                after = get_person(db, form.person.data).name
        except DomainError as error:
            form.refuse("person", str(error))
            status = error.status
        else:
            told = _(
                "%(after)s est sur la feuille à la place de %(before)s. Les deux personnes sont prévenues.",
                after=after,
                before=before,
            )
            flash(told, "success")
            return redirect(
                url_for("attendance_manage.roll_call", session_id=session_id, half_day_id=half_day_id), 303
            )
    elif form.is_submitted():
        status = 422
    page = render_template(
        "attendance/replace.html", session=session, half_day=half_day, booking=replaced, form=form
    )
    return page, status
