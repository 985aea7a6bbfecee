"""Labels: printing them, and what a unit that was just scanned can be used for."""

from flask import render_template, request

from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session
from shared_services.network.policies import can_manage_hub

from .. import policies
from ..forms import ReturnForm
from ..inventory.labels import address_of, drawn
from ..inventory.pages import inventory_page, scanned_page
from ..models import UNIT_STATES
from .blueprint import blueprint


@blueprint.get("/manage/<int:hub_id>/inventory/labels")
@allowed(can_manage_hub)
def print_labels(hub_id: int) -> str:
    """A sheet of labels, of all units or of those that the inventory was sifted for."""
    page = inventory_page(read_session(), hub_id, request.args)
    addresses = {unit.id: address_of(unit.id) for unit in page.units}
    return render_template(
        "kinds/tools/manage/print_labels.html",
        page=page,
        codes={unit_id: drawn(address) for unit_id, address in addresses.items()},
        asked=request.args.to_dict(),
    )


@blueprint.get("/manage/units/<int:unit_id>/now")
@allowed(policies.can_manage_unit)
def unit_now(unit_id: int) -> str:
    """What can be done with a unit in hand: give it to who comes for it, or note that it is back."""
    page = scanned_page(read_session(), unit_id, now=clock.now())
    form = ReturnForm.of(page.out, formdata=None, prefix="back-", data={f"back_{unit_id}": True})
    return render_template("kinds/tools/manage/unit_now.html", page=page, form=form, states=UNIT_STATES)
