"""A certificate that is wrong is made again, by a manager who says why."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.kinds.trainings.policies import can_manage_session

from . import operations
from .forms import ReissueForm
from .pages import certified_line

blueprint = Blueprint("evidence_reissue", __name__)


@blueprint.route(
    "/manage/sessions/<int:session_id>/certificates/<int:booking_id>/redo", methods=["GET", "POST"]
)
@allowed(can_manage_session)
def reissue(session_id: int, booking_id: int) -> Response | str | tuple[str, int]:
    """What it would say now, and why it is made again. Raises NotFound where there is none."""
    page, line = certified_line(read_session(), session_id, booking_id)
    form, status = ReissueForm(data={"seen": str(line.version)}), 200
    if form.validate_on_submit():
        try:
            with transaction() as db:
                operations.reissue_certificate(
                    db,
                    session_id,
                    booking_id,
                    seen=int(form.seen.data),
                    reason=form.reason.data,
                    by=current_person(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.refuse("", str(error))
            status = error.status
            page, line = certified_line(read_session(), session_id, booking_id)  # as it is after the refusal
        else:
            flash(
                _("Le certificat est refait, l'ancien est marqué remplacé. La personne est prévenue."),
                "success",
            )
            return redirect(url_for("evidence_manage.papers", session_id=session_id), 303)
    elif form.is_submitted():
        status = 422
    return render_template("evidence/reissue.html", page=page, line=line, form=form), status
