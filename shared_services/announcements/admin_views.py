"""Writing announcements: admins to whomever, a hub's managers to their hub."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _, _l
from shared_services.core.local_time import HOME_ZONE, to_local
from shared_services.core.paging import paginate
from shared_services.network.models import Hub
from shared_services.network.policies import can_admin, can_manage_hub
from shared_services.network.queries import get_hub, list_hubs

from . import operations, queries
from .forms import LEVELS, AnnouncementForm
from .models import Reach

blueprint = Blueprint("announcements_admin", __name__)
of_hub = Blueprint("announcements_manage", __name__)

STAGES = {
    "coming": _l("À venir"),
    "shown": _l("Affichée"),
    "over": _l("Terminée"),
    "withdrawn": _l("Retirée"),
}
REACHES = {
    Reach.EVERYBODY: _l("Tout le monde"),
    Reach.STAFF: _l("Les équipes des hubs et l'administration"),
    Reach.HUB: _l("Le hub et ses membres"),
}


@blueprint.route("/admin/announcements", methods=["GET", "POST"])
@allowed(can_admin)
def announcements() -> Response | str | tuple[str, int]:
    """Those written so far, and a new one."""
    return _written(None)


@blueprint.post("/admin/announcements/<int:announcement_id>/withdraw")
@allowed(can_admin)
def withdraw(announcement_id: int) -> Response:
    """Show it no more."""
    return _withdraw(announcement_id, None)


@of_hub.route("/manage/<int:hub_id>/announcements", methods=["GET", "POST"])
@allowed(can_manage_hub)
def announcements_of_hub(hub_id: int) -> Response | str | tuple[str, int]:
    """Those of the hub, and a new one."""
    return _written(get_hub(read_session(), hub_id))


@of_hub.post("/manage/<int:hub_id>/announcements/<int:announcement_id>/withdraw")
@allowed(can_manage_hub)
def withdraw_of_hub(hub_id: int, announcement_id: int) -> Response:
    """Show it no more; only one of this hub."""
    return _withdraw(announcement_id, hub_id)


def _written(hub: Hub | None) -> Response | str | tuple[str, int]:
    db, now = read_session(), clock.now()
    today = to_local(now, hub.time_zone if hub else HOME_ZONE).date()
    form = AnnouncementForm([hub] if hub else list_hubs(db), only=hub, today=today)
    if form.validate_on_submit():
        address = _address(hub.id if hub else None)
        with transaction() as db:
            operations.publish(db, form.facts(), by=current_person(), now=now)
        flash(_("L'annonce est enregistrée."), "success")
        return redirect(address, 303)
    page = render_template(
        "announcements/written.html",
        hub=hub,
        form=form,
        page=paginate(
            db, queries.select_written(hub.id if hub else None), number=request.args.get("page", 1, type=int)
        ),
        now=now,
        stages=STAGES,
        levels=LEVELS,
        reaches=REACHES,
    )
    return (page, 422) if form.is_submitted() else page


def _withdraw(announcement_id: int, hub_id: int | None) -> Response:
    with transaction() as db:
        operations.withdraw(db, announcement_id, hub_id=hub_id, by=current_person(), now=clock.now())
    flash(_("L'annonce ne se voit plus."), "info")
    return redirect(_address(hub_id), 303)


def _address(hub_id: int | None) -> str:
    if hub_id is None:
        return url_for("announcements_admin.announcements")
    return url_for("announcements_manage.announcements_of_hub", hub_id=hub_id)
