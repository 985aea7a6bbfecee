"""A hub's settings, for its managers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _

from . import operations, policies, queries
from .forms.settings import HabitsForm, RhythmForm
from .models import StaffRhythm, StaffRole

blueprint = Blueprint("hub_settings", __name__)

Answer = Response | str | tuple[str, int]


@blueprint.route("/manage/<int:hub_id>/settings", methods=["GET", "POST"])
@allowed(policies.can_manage_hub)
def settings(hub_id: int) -> Answer:
    """Identity, cut-offs, reminders, waiting list, words in mails; read before they are kept."""
    db = read_session()
    hub = queries.get_hub(db, hub_id)
    form = HabitsForm(data=HabitsForm.filled_with(hub, queries.list_wordings(db, hub_id)))
    if not form.is_submitted():
        return _page(hub_id, form)
    if not form.validate():
        return _page(hub_id, form), 422
    if "preview" in request.form:
        return _page(hub_id, form, preview=True)
    with transaction() as db:
        operations.change_habits(db, hub_id, form.habits(), by=current_person(), now=clock.now())
    flash(_("Les réglages sont enregistrés. Les sessions déjà planifiées gardent leurs délais."), "success")
    return redirect(url_for("hub_settings.settings", hub_id=hub_id), 303)


@blueprint.post("/manage/<int:hub_id>/rhythm")
@allowed(policies.can_manage_hub)
def rhythm(hub_id: int) -> Answer:
    """How I want to be told about this hub."""
    form = RhythmForm(prefix="my-")
    if not form.validate():
        hub = queries.get_hub(read_session(), hub_id)
        wordings = queries.list_wordings(read_session(), hub_id)
        blank = HabitsForm(formdata=None, data=HabitsForm.filled_with(hub, wordings))
        return _page(hub_id, blank, rhythm_form=form), 422
    with transaction() as db:
        chosen = StaffRhythm(form.rhythm.data)
        operations.choose_rhythm(db, hub_id, chosen, person=current_person(), now=clock.now())
    flash(_("C'est noté. Rien de ce qui vous attend n'est perdu : le bureau du hub le montre."), "success")
    return redirect(url_for("hub_settings.settings", hub_id=hub_id, _anchor="mine"), 303)


def _page(
    hub_id: int, form: HabitsForm, *, preview: bool = False, rhythm_form: RhythmForm | None = None
) -> str:
    db = read_session()
    role = queries.find_current_role(db, hub_id, current_person().id, StaffRole.MANAGER)
    mine = {"rhythm": role.rhythm.value} if role else {}
    return render_template(
        "network/manage/settings.html",
        hub=queries.get_hub(db, hub_id),
        form=form,
        preview=form.wordings() if preview else None,
        rhythm_form=rhythm_form or RhythmForm(formdata=None, prefix="my-", data=mine),
    )
