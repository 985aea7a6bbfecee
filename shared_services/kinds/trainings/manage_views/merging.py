"""Merging a session into its twin: who would move is shown first, then done."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from shared_services.accounts.current import current_person
from shared_services.booking.operations import foresee_merge
from shared_services.booking.queries import seats_of
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import ngettext

from .. import operations, policies, queries
from ..forms import MergeForm
from ..twins import list_twins
from .blueprint import blueprint


@blueprint.route("/manage/sessions/<int:session_id>/merge", methods=["GET", "POST"])
@allowed(policies.can_manage_session)
def merge_session(session_id: int) -> Response | str | tuple[str, int]:
    """The twins of a session, who would move to each, and one button."""
    form = MergeForm()
    db, now = read_session(), clock.now()
    session = queries.get_session(db, session_id)
    twins = list_twins(db, session, now=now)
    mine = [twin for twin in twins if policies.manages(db, current_person(), twin.hub_id)]
    form.into.choices = [SelectChoice(twin.id, "") for twin in mine]
    status = 200
    if form.validate_on_submit():
        try:
            return _merged(session_id, form)
        except DomainError as error:
            form.refuse("into", str(error))
            status = error.status
    elif form.is_submitted():
        status = 422
    db = read_session()
    session = queries.get_session(db, session_id)
    mine = queries.list_sessions(db, [twin.id for twin in mine])
    return render_template(
        "kinds/trainings/manage/merge_session.html",
        session=session,
        mine=[(twin, foresee_merge(db, session, twin)) for twin in mine],
        others=[twin for twin in twins if twin.id not in {one.id for one in mine}],
        seats=seats_of(db, [session_id, *(twin.id for twin in twins)]),
        form=form,
    ), status


def _merged(session_id: int, form: MergeForm) -> Response:
    with transaction() as db:
        merge = operations.merge_sessions(
            db,
            session_id,
            form.into.data,
            by=current_person(),
            reason=form.reason.data or "",
            now=clock.now(),
        )
        moved = len(merge.placed) + len(merge.waiting)
    flash(
        ngettext(
            "%(num)d personne est passée à l'autre date. Elle est prévenue.",
            "%(num)d personnes sont passées à l'autre date. Elles sont prévenues.",
            moved,
        ),
        "success",
    )
    return redirect(url_for("trainings_manage.roster", session_id=form.into.data), 303)
