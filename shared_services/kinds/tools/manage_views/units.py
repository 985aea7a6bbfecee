"""The inventory of a hub, and one unit with its history."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.forms import Form
from shared_services.core.i18n import _
from shared_services.network.policies import can_manage_hub

from .. import operations, policies, queries
from ..errors import ToolError
from ..forms import NewUnitForm, OutageForm, StateForm, UnitForm
from ..inventory.pages import inventory_page, unit_page
from ..models import UNIT_STATES
from .blueprint import blueprint

Answer = Response | str | tuple[str, int]


@blueprint.get("/manage/<int:hub_id>/inventory")
@allowed(can_manage_hub)
def inventory(hub_id: int) -> str:
    """Every unit of the hub, sifted by tool, state and words."""
    return _inventory(hub_id)


@blueprint.post("/manage/<int:hub_id>/inventory")
@allowed(can_manage_hub)
def add_unit(hub_id: int) -> Answer:
    """One more unit of one of the hub's tools."""
    form = NewUnitForm(prefix="unit-")
    form.offer_tools(queries.list_tools_of_hub(read_session(), hub_id))
    if not form.validate():
        return _inventory(hub_id, form=form), 422
    try:
        with transaction() as db:
            unit = operations.add_unit(db, form.tool.data, form.facts(), by=current_person(), now=clock.now())
            label = unit.label
    except ToolError as error:
        form.refuse(error.field, str(error))
        return _inventory(hub_id, form=form), error.status
    flash(_("%(label)s est dans l'inventaire.", label=label), "success")
    return redirect(url_for("tools_manage.inventory", hub_id=hub_id), 303)


@blueprint.route("/manage/units/<int:unit_id>", methods=["GET", "POST"])
@allowed(policies.can_manage_unit)
def show_unit(unit_id: int) -> Answer:
    """One unit: what is written about it, its state, when it is away, all that happened to it."""
    unit = queries.get_unit(read_session(), unit_id)
    form = UnitForm(prefix="unit-", data=UnitForm.filled_with(unit))
    if not form.is_submitted():
        return _unit(unit_id, unit=form)
    if not form.validate():
        return _unit(unit_id, unit=form), 422

    def describe(db: Any) -> None:
        operations.describe_unit(db, unit_id, form.facts(), by=current_person(), now=clock.now())

    return _try(unit_id, "unit", form, describe, _("C'est enregistré."))


@blueprint.post("/manage/units/<int:unit_id>/state")
@allowed(policies.can_manage_unit)
def set_state(unit_id: int) -> Answer:
    """In service, under repair, lost, retired: from today on."""
    form = StateForm(prefix="state-")
    if not form.validate():
        return _unit(unit_id, state=form), 422

    def move(db: Any) -> None:
        operations.set_state(
            db,
            unit_id,
            form.chosen(),
            reason=form.reason.data or "",
            by=current_person(),
            now=clock.now(),
        )

    return _try(unit_id, "state", form, move, _("L'état est changé, les jours libres suivent."))


@blueprint.post("/manage/units/<int:unit_id>/outages")
@allowed(policies.can_manage_unit)
def plan_outage(unit_id: int) -> Answer:
    """The unit is away on those days."""
    form = OutageForm(prefix="outage-")
    if not form.validate():
        return _unit(unit_id, outage=form), 422

    first, last = form.days()

    def plan(db: Any) -> None:
        operations.plan_outage(
            db,
            unit_id,
            first=first,
            last=last,
            reason=form.reason.data or "",
            by=current_person(),
            now=clock.now(),
        )

    return _try(unit_id, "outage", form, plan, _("C'est noté : il n'est pas prêté ces jours-là."))


@blueprint.post("/manage/outages/<int:outage_id>/remove")
@allowed(policies.can_manage_outage)
def remove_outage(outage_id: int) -> Response:
    """The unit serves on those days after all."""
    with transaction() as db:
        unit_id = operations.remove_outage(db, outage_id, by=current_person(), now=clock.now()).id
    flash(_("Il peut de nouveau être prêté ces jours-là."), "success")
    return redirect(url_for("tools_manage.show_unit", unit_id=unit_id), 303)


def _try(unit_id: int, name: str, form: Form, verb: Any, receipt: str) -> Answer:
    """Do it, or show the unit again with a sentence where it is needed."""
    try:
        with transaction() as db:
            verb(db)
    except DomainError as error:
        form.refuse(getattr(error, "field", ""), str(error))
        return _unit(unit_id, **{name: form}), error.status
    flash(receipt, "success")
    return redirect(url_for("tools_manage.show_unit", unit_id=unit_id), 303)


def _unit(unit_id: int, **submitted: Form) -> str:
    page = unit_page(read_session(), unit_id)
    forms: dict[str, Form] = {
        "unit": UnitForm(formdata=None, prefix="unit-", data=UnitForm.filled_with(page.unit)),
        "state": StateForm(formdata=None, prefix="state-", data={"state": page.unit.state.value}),
        "outage": OutageForm(formdata=None, prefix="outage-"),
    } | submitted
    return render_template("kinds/tools/manage/unit.html", page=page, forms=forms, states=UNIT_STATES)


def _inventory(hub_id: int, *, form: NewUnitForm | None = None) -> str:
    page = inventory_page(read_session(), hub_id, request.args)
    if form is None:
        form = NewUnitForm(formdata=None, prefix="unit-", data={"tool": page.tool_id})
        form.offer_tools(page.tools)
    return render_template("kinds/tools/manage/inventory.html", page=page, form=form, states=UNIT_STATES)
