"""The inventory as a file: out, and in again."""

from flask import Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from shared_services.accounts.current import current_person
from shared_services.core import audit, clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.core.local_time import to_local
from shared_services.core.spreadsheets import as_csv, file_name
from shared_services.core.text import normalised
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub_alone

from .. import operations, queries
from ..forms import ImportForm
from ..inventory.table import HEADER, Wrong, read_inventory, rows_of
from .blueprint import blueprint

Answer = AnyResponse | str | tuple[str, int]


@blueprint.get("/manage/<int:hub_id>/inventory.csv")
@allowed(can_manage_hub)
def export_inventory(hub_id: int) -> Response:
    """Every unit of the hub, as the import reads it."""
    db = read_session()
    hub = get_hub_alone(db, hub_id)
    titles = {tool.id: tool.tool_offer.title for tool in queries.list_tools_of_hub(db, hub_id)}
    content = as_csv(HEADER, rows_of(queries.list_units_of_hub(db, hub_id), titles))
    today = to_local(clock.now(), hub.time_zone).date()
    name = file_name("inventaire", hub.name, today.isoformat(), ending="csv")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="text/csv", headers=headers)


@blueprint.route("/manage/<int:hub_id>/inventory/import", methods=["GET", "POST"])
@allowed(can_manage_hub)
def import_inventory(hub_id: int) -> Answer:
    """Read the file line by line; with one line wrong, nothing is written and all are named."""
    form = ImportForm()
    if not form.validate_on_submit():
        return _page(hub_id, form), 422 if form.is_submitted() else 200
    db = read_session()
    tools = {normalised(tool.tool_offer.title): tool.id for tool in queries.list_tools_of_hub(db, hub_id)}
    reading = read_inventory(form.content, tools)
    if reading.wrong:
        form.refuse("file", _("Rien n'a été enregistré : corrigez le fichier, puis renvoyez-le."))
        return _page(hub_id, form, wrong=reading.wrong), 422
    try:
        with transaction() as db:
            done = operations.import_units(db, hub_id, reading.lines, by=current_person(), now=clock.now())
            hub = get_hub_alone(db, hub_id)
            audit.record(db, hub, "inventory_imported", by=current_person(), now=clock.now())
    except DomainError as error:
        form.refuse("file", str(error))
        return _page(hub_id, form), error.status
    flash(
        _("C'est enregistré : %(added)d nouveaux, %(known)d mis à jour.", added=done.added, known=done.known),
        "success",
    )
    return redirect(url_for("tools_manage.inventory", hub_id=hub_id), 303)


def _page(hub_id: int, form: ImportForm, *, wrong: list[Wrong] | None = None) -> str:
    hub = get_hub_alone(read_session(), hub_id)
    return render_template(
        "kinds/tools/manage/import.html", hub=hub, form=form, wrong=wrong or [], header=HEADER
    )
