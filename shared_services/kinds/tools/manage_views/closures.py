"""When a hub lends nothing, or not one of its tools."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.core.local_time import to_local
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub_alone

from .. import operations, policies, queries
from ..forms import BlackoutForm
from .blueprint import blueprint

Answer = Response | str | tuple[str, int]


@blueprint.route("/manage/<int:hub_id>/tools/closures", methods=["GET", "POST"])
@allowed(can_manage_hub)
def closures(hub_id: int) -> Answer:
    """The days without loans, and one more stretch of them."""
    form = BlackoutForm()
    form.offer_tools(queries.list_tools_of_hub(read_session(), hub_id))
    if not form.validate_on_submit():
        return _page(hub_id, form), 422 if form.is_submitted() else 200
    first, last = form.days()
    try:
        with transaction() as db:
            operations.close_days(
                db,
                hub_id,
                tool_id=form.tool.data or None,
                first=first,
                last=last,
                reason=form.reason.data or "",
                by=current_person(),
                now=clock.now(),
            )
    except DomainError as error:
        form.refuse("", str(error))
        return _page(hub_id, form), error.status
    flash(_("C'est noté : rien n'est prêté ces jours-là."), "success")
    return redirect(url_for("tools_manage.closures", hub_id=hub_id), 303)


@blueprint.post("/manage/closures/<int:blackout_id>/remove")
@allowed(policies.can_manage_blackout)
def remove_closure(blackout_id: int) -> Response:
    """Lend on those days after all."""
    with transaction() as db:
        hub_id = operations.open_days(db, blackout_id, by=current_person(), now=clock.now())
    flash(_("On prête de nouveau ces jours-là."), "success")
    return redirect(url_for("tools_manage.closures", hub_id=hub_id), 303)


def _page(hub_id: int, form: BlackoutForm) -> str:
    db = read_session()
    hub = get_hub_alone(db, hub_id)
    today = to_local(clock.now(), hub.time_zone).date()
    tools = queries.list_tools_of_hub(db, hub_id)
    return render_template(
        "kinds/tools/manage/closures.html",
        hub=hub,
        form=form,
        blackouts=queries.list_blackouts(db, [hub_id], first=today),
        titles={tool.id: tool.tool_offer.title for tool in tools},
    )
