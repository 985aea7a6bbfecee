"""The improvement actions of a hub, each with what it cites."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _
from shared_services.core.local_time import to_local
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub

from ..citing import asked_numbers
from . import operations, policies, queries
from .forms import ActionForm

blueprint = Blueprint("actions", __name__)

Answer = Response | str | tuple[str, int]


@blueprint.get("/manage/<int:hub_id>/actions")
@allowed(can_manage_hub)
def actions(hub_id: int) -> str:
    """What is to do, then what is done; fit to be printed."""
    db = read_session()
    hub, found = get_hub(db, hub_id), queries.list_actions(db, hub_id)
    return render_template(
        "evaluation/manage/actions.html",
        hub=hub,
        actions=found,
        texts=queries.list_cited(db, [action.id for action in found]),
        today=to_local(clock.now(), hub.time_zone).date(),
    )


@blueprint.route("/manage/<int:hub_id>/actions/new", methods=["GET", "POST"])
@allowed(can_manage_hub)
def new(hub_id: int) -> Answer:
    """Undertake something because of texts or complaints, named in the address."""
    db = read_session()
    texts = queries.find_words(db, hub_id, asked_numbers("text"))
    complaints = queries.list_complaints(db, hub_id, asked_numbers("complaint"))
    form = ActionForm()
    if not form.validate_on_submit():
        page = render_template(
            "evaluation/manage/edit_action.html",
            hub=get_hub(db, hub_id),
            action=None,
            form=form,
            texts=list(texts.items()),
            complaints=complaints,
        )
        return (page, 422) if form.is_submitted() else page
    complaint_ids = [one.id for one in complaints]
    with transaction() as db:
        operations.open_action(
            db,
            hub_id,
            form.plan(),
            text_ids=list(texts),
            complaint_ids=complaint_ids,
            by=current_person(),
            now=clock.now(),
        )
    flash(_("L'action est ouverte."), "success")
    return redirect(url_for("actions.actions", hub_id=hub_id), 303)


@blueprint.route("/manage/actions/<int:action_id>", methods=["GET", "POST"])
@allowed(policies.can_change_action)
def edit(action_id: int) -> Answer:
    """Say it otherwise, or that it is done and what came of it."""
    db = read_session()
    action = queries.get_action(db, action_id)
    form = ActionForm(obj=action)
    if not form.validate_on_submit():
        page = render_template(
            "evaluation/manage/edit_action.html",
            hub=action.hub,
            action=action,
            form=form,
            texts=queries.list_cited(db, [action_id]).get(action_id, []),
            complaints=action.complaints,
        )
        return (page, 422) if form.is_submitted() else page
    hub_id = action.hub_id
    with transaction() as db:
        operations.change_action(db, action_id, form.plan(), by=current_person(), now=clock.now())
    flash(_("L'action est enregistrée."), "success")
    return redirect(url_for("actions.actions", hub_id=hub_id), 303)
