"""Hubs and their managers, for admins."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _

from . import operations, policies, queries
from .errors import NameTaken
from .forms import HubForm, StaffForm
from .models import Hub, StaffRole

blueprint = Blueprint("network_admin", __name__)


@blueprint.get("/admin/hubs")
@allowed(policies.can_admin)
def hubs() -> str:
    """All hubs, with who manages them and how many belong to them."""
    db = read_session()
    return render_template(
        "network/admin/hubs.html",
        hubs=queries.list_hubs(db),
        managers=queries.list_managers_by_hub(db),
        members=queries.count_members_by_hub(db),
    )


@blueprint.route("/admin/hubs/new", methods=["GET", "POST"])
@allowed(policies.can_admin)
def new_hub() -> Response | str | tuple[str, int]:
    """Create a hub, then appoint its managers."""
    form = _form(None)
    if form.validate_on_submit():
        try:
            with transaction() as db:
                hub = operations.create_hub(db, form.facts(), by=current_person(), now=clock.now())
                db.flush()  # the next page needs its id
                hub_id = hub.id
        except NameTaken as error:
            form.refuse("name", str(error))
        else:
            flash(_("Le hub est créé. Nommez maintenant qui le gère."), "success")
            return redirect(url_for("network_admin.edit_hub", hub_id=hub_id), 303)
    return render_template("network/admin/new_hub.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/admin/hubs/<int:hub_id>", methods=["GET", "POST"])
@allowed(policies.can_admin)
def edit_hub(hub_id: int) -> Response | str | tuple[str, int]:
    """Describe a hub; appoint and end its managers."""
    form = _form(queries.get_hub(read_session(), hub_id))
    if form.validate_on_submit():
        try:
            with transaction() as db:
                operations.edit_hub(db, hub_id, form.facts(), by=current_person(), now=clock.now())
        except NameTaken as error:
            form.refuse("name", str(error))
        else:
            flash(_("C'est enregistré."), "success")
            return redirect(url_for("network_admin.edit_hub", hub_id=hub_id), 303)
    return _hub_page(hub_id, form, StaffForm(formdata=None)), 422 if form.is_submitted() else 200


@blueprint.post("/admin/hubs/<int:hub_id>/managers")
@allowed(policies.can_admin)
def add_manager(hub_id: int) -> Response | tuple[str, int]:
    """Appoint a manager by the e-mail of her account."""
    staff = StaffForm()
    if staff.validate_on_submit():
        try:
            with transaction() as db:
                operations.appoint_staff(
                    db, hub_id, staff.email.data, StaffRole.MANAGER, by=current_person(), now=clock.now()
                )
        except DomainError as error:
            staff.refuse("email", str(error))
        else:
            flash(_("C'est fait. La personne est prévenue."), "success")
            return redirect(url_for("network_admin.edit_hub", hub_id=hub_id), 303)
    return _hub_page(hub_id, _form(queries.get_hub(read_session(), hub_id), blank=True), staff), 422


@blueprint.post("/admin/hubs/<int:hub_id>/managers/<int:role_id>/end")
@allowed(policies.can_admin)
def end_manager(hub_id: int, role_id: int) -> Response:
    """End a manager's role; the last one stays until another is there."""
    with transaction() as db:
        operations.end_role(db, hub_id, role_id, by=current_person(), now=clock.now())
    flash(_("C'est fait."), "info")
    return redirect(url_for("network_admin.edit_hub", hub_id=hub_id), 303)


def _form(hub: Hub | None, *, blank: bool = False) -> HubForm:
    departements = queries.list_departements(read_session())
    if hub is None:
        return HubForm(departements, data={"cancel_hours": 48})
    known = {
        name: getattr(hub, name)
        for name in ("name", "summary", "email", "phone", "city", "time_zone", "cancel_hours")
    }
    known["departements"] = [departement.code for departement in hub.departements]
    known["waiting_rule"] = hub.waiting_rule.value
    return HubForm(departements, data=known, formdata=None) if blank else HubForm(departements, data=known)


def _hub_page(hub_id: int, form: HubForm, staff: StaffForm) -> str:
    db = read_session()
    roles = [role for role in queries.list_current_roles(db, hub_id) if role.role == StaffRole.MANAGER]
    hub = queries.get_hub(db, hub_id)
    return render_template("network/admin/edit_hub.html", hub=hub, form=form, staff=staff, managers=roles)
