"""Jobs, their last runs and the outbox, for admins."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import audit, clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.forms import Form
from shared_services.core.i18n import _
from shared_services.core.paging import paginate
from shared_services.network.policies import can_admin
from shared_services.outbox import operations as deliveries
from shared_services.outbox import queries as messages
from shared_services.outbox.models import MessageState

from . import queries
from .registry import JOBS

blueprint = Blueprint("scheduler_admin", __name__)


@blueprint.get("/admin/jobs")
@allowed(can_admin)
def jobs() -> str:
    """The timetable, what last ran, what went wrong."""
    db = read_session()
    lease = queries.find_lease(db)
    return render_template(
        "scheduler/jobs.html",
        jobs=JOBS,
        lease=lease,
        is_alive=lease is not None and lease.expires_at > clock.now(),
        runs=queries.list_last_runs(db),
        failed=queries.list_failed_runs(db),
    )


@blueprint.get("/admin/outbox")
@allowed(can_admin)
def outbox() -> str:
    """Every message, by state; those given up can be tried again."""
    db = read_session()
    wanted = request.args.get("state", "")
    state = next((one for one in MessageState if one.value == wanted), None)
    page = paginate(db, messages.select_messages(state), number=request.args.get("page", 1, type=int))
    counts = messages.count_by_state(db)
    return render_template(
        "scheduler/outbox.html", page=page, state=state, states=MessageState, counts=counts, form=Form()
    )


@blueprint.post("/admin/outbox/<int:message_id>/retry")
@allowed(can_admin)
def retry(message_id: int) -> Response:
    """Queue a message that was given up once more."""
    now = clock.now()
    with transaction() as db:
        queued = deliveries.retry(db, message_id, now=now)
        if queued:
            message = messages.get_message(db, message_id)
            audit.record(db, message, "retried", by=current_person(), now=now)
    flash(
        _("Le message va être renvoyé.") if queued else _("Ce message n'attend pas de nouvel essai."), "info"
    )
    return redirect(url_for("scheduler_admin.outbox", state="failed"), 303)
