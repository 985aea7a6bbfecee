"""A hub's tools: the list, writing, the rules of loans, the manual, handing in, taking back."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.catalogue.desk import desk_of, say_saved
from shared_services.catalogue.queries import list_proposed_themes
from shared_services.catalogue.revisions.operations import save_text
from shared_services.catalogue.revisions.queries import find_live_revision
from shared_services.catalogue.texts import as_content
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub_alone

from .. import operations, policies, queries, texts
from ..forms import ManualForm, NewToolForm, RulesForm, ToolForm
from ..inventory.pages import hub_tools
from .blueprint import blueprint

Answer = Response | str | tuple[str, int]


@blueprint.get("/manage/<int:hub_id>/tools")
@allowed(can_manage_hub)
def tools(hub_id: int) -> str:
    """Every tool of the hub: where it stands, how many units serve."""
    db = read_session()
    return render_template(
        "kinds/tools/manage/tools.html", hub=get_hub_alone(db, hub_id), tools=hub_tools(db, hub_id)
    )


@blueprint.route("/manage/<int:hub_id>/tools/new", methods=["GET", "POST"])
@allowed(can_manage_hub)
def new_tool(hub_id: int) -> Answer:
    """Write a tool; it stays a draft until it is handed in."""
    form = NewToolForm()
    form.offer_themes(list_proposed_themes(read_session()))
    if not form.validate_on_submit():
        page = render_template("kinds/tools/manage/new_tool.html", form=form, hub_id=hub_id)
        return (page, 422) if form.is_submitted() else page
    with transaction() as db:
        offer = operations.write_tool(
            db, hub_id, form.text(), form.rules(), by=current_person(), now=clock.now()
        )
        offer_id = offer.id
    flash(_("Le brouillon est enregistré. Ajoutez ses exemplaires, puis soumettez-le."), "success")
    return redirect(url_for("tools_manage.edit_tool", offer_id=offer_id), 303)


@blueprint.route("/manage/tools/<int:offer_id>", methods=["GET", "POST"])
@allowed(policies.can_manage_tool)
def edit_tool(offer_id: int) -> Answer:
    """Where the tool stands, its units, the rules of its loans, and its text while it may be corrected."""
    form = _text_form(offer_id)
    if not form.is_submitted():
        return _tool_page(offer_id, form=form)
    if not form.validate():
        return _tool_page(offer_id, form=form), 422
    content = as_content(form.text())
    with transaction() as db:
        is_edit = save_text(db, offer_id, content, by=current_person(), now=clock.now())
    return _saved(offer_id, say_saved(is_edit=is_edit))


@blueprint.post("/manage/tools/<int:offer_id>/rules")
@allowed(policies.can_manage_tool)
def change_rules(offer_id: int) -> Answer:
    """Change how it is lent, from now on."""
    form = RulesForm(prefix="rules-")
    if not form.validate():
        return _tool_page(offer_id, rules_form=form), 422
    try:
        with transaction() as db:
            tool = queries.get_tool_of(db, offer_id)
            operations.change_rules(db, tool.id, form.rules(), by=current_person(), now=clock.now())
    except DomainError as error:
        form.refuse("", str(error))
        return _tool_page(offer_id, rules_form=form), error.status
    return _saved(
        offer_id, _("Les règles de prêt sont changées. Les prêts déjà réservés gardent leurs jours.")
    )


@blueprint.post("/manage/tools/<int:offer_id>/manual")
@allowed(policies.can_manage_tool)
def set_manual(offer_id: int) -> Answer:
    """Send the manual; the one before is replaced."""
    form = ManualForm(prefix="manual-")
    if not form.validate():
        return _tool_page(offer_id, manual_form=form), 422
    with transaction() as db:
        operations.set_manual(
            db, offer_id, form.file_name, form.content, by=current_person(), now=clock.now()
        )
    return _saved(offer_id, _("La notice est enregistrée."))


@blueprint.post("/manage/tools/<int:offer_id>/manual/remove")
@allowed(policies.can_manage_tool)
def remove_manual(offer_id: int) -> Response:
    """The tool is without a manual again."""
    with transaction() as db:
        operations.remove_manual(db, offer_id, by=current_person(), now=clock.now())
    return _saved(offer_id, _("La notice est retirée."))


def _saved(offer_id: int, receipt: str) -> Response:
    flash(receipt, "success")
    return redirect(url_for("tools_manage.edit_tool", offer_id=offer_id), 303)


def _text_form(offer_id: int, **given: Any) -> ToolForm:
    db = read_session()
    revision = find_live_revision(db, offer_id)
    text = (
        texts.from_content(revision.content) if revision else texts.text_of(queries.get_offer(db, offer_id))
    )
    form = ToolForm(data=ToolForm.filled_with(text), **given)
    form.offer_themes(list_proposed_themes(db, offer_id))
    return form


def _tool_page(
    offer_id: int,
    *,
    form: ToolForm | None = None,
    rules_form: RulesForm | None = None,
    manual_form: ManualForm | None = None,
) -> str:
    db = read_session()
    offer, tool = queries.get_offer(db, offer_id), queries.get_tool_of(db, offer_id)
    return render_template(
        "kinds/tools/manage/edit_tool.html",
        offer=offer,
        tool=tool,
        desk=desk_of(db, offer, now=clock.now()),
        loans=queries.count_live(db, tool.id, ending_after=clock.now()),
        units=queries.list_units_of(db, [tool.id]),
        manual=queries.find_manual(db, offer_id),
        form=form or _text_form(offer_id, formdata=None),
        rules_form=rules_form or RulesForm(formdata=None, prefix="rules-", data=RulesForm.rules_of(tool)),
        manual_form=manual_form or ManualForm(formdata=None, prefix="manual-"),
    )
