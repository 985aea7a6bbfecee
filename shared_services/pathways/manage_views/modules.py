"""The modules of a pathway: added, moved, removed, with their rules. As a published text, read first."""

from collections.abc import Callable
from dataclasses import replace

from flask import render_template, request
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.catalogue.moves import PUBLIC
from shared_services.catalogue.revisions.operations import write_revision
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError, existing
from shared_services.core.i18n import _

from .. import policies, queries, texts
from ..forms import AddModuleForm, ModuleForm
from ..operations import ModuleText, change_modules
from ..operations.modules import Modules, add_module, change_module, remove_module, shift_module
from ..operations.offers import check_training
from .blueprint import blueprint
from .offers import current_text, pathway_to_edit, saved, trainings_to_add

Answer = Response | str | tuple[str, int]
UP, DOWN = "up", "down"


@blueprint.post("/manage/pathways/<int:offer_id>/modules")
@allowed(policies.can_manage_pathway)
def add(offer_id: int) -> Answer:
    """One more module, at the end."""
    form = AddModuleForm()
    form.offer_trainings(trainings_to_add(offer_id))
    if not form.validate():
        return pathway_to_edit(offer_id, add_form=form), 422
    training_id = form.training.data
    try:
        check_training(read_session(), training_id)
        _write(offer_id, lambda modules: add_module(modules, training_id))
    except DomainError as error:
        form.refuse("", str(error))
        return pathway_to_edit(offer_id, add_form=form), error.status
    return saved(offer_id, _("Le module est ajouté à la fin du parcours."), "modules")


@blueprint.post("/manage/pathways/<int:offer_id>/modules/<int:training_id>/move")
@allowed(policies.can_manage_pathway)
def move(offer_id: int, training_id: int) -> Response:
    """One place up or down."""
    by = -1 if request.form.get("to") == UP else 1
    _write(offer_id, lambda modules: shift_module(modules, training_id, by))
    return saved(offer_id, _("L'ordre des modules est changé."), "modules")


@blueprint.post("/manage/pathways/<int:offer_id>/modules/<int:training_id>/remove")
@allowed(policies.can_manage_pathway)
def remove(offer_id: int, training_id: int) -> Response:
    """The pathway is without it; those who took it keep it in their history."""
    _write(offer_id, lambda modules: remove_module(modules, training_id))
    return saved(offer_id, _("Le module est retiré du parcours."), "modules")


@blueprint.route("/manage/pathways/<int:offer_id>/modules/<int:training_id>", methods=["GET", "POST"])
@allowed(policies.can_manage_pathway)
def change(offer_id: int, training_id: int) -> Answer:
    """Whether it is required, what comes before, how long between. Raises NotFound."""
    db = read_session()
    modules = current_text(db, offer_id).modules
    module = _find(modules, training_id)
    before = [one.offer_id for one in modules[: modules.index(module)]]
    trainings = queries.find_trainings(db, [*before, training_id])
    form = ModuleForm(data=ModuleForm.filled_with(module))
    form.offer_needs([trainings[one] for one in before])
    if form.validate_on_submit():
        changed = form.text(training_id)
        _write(offer_id, lambda modules: change_module(modules, changed))
        return saved(offer_id, _("Les règles du module sont enregistrées."), "modules")
    page = render_template(
        "pathways/manage/change_module.html",
        form=form,
        offer=queries.get_pathway(db, offer_id),
        training=trainings[training_id],
        is_first=not before,
    )
    return (page, 422) if form.is_submitted() else page


def _find(modules: Modules, training_id: int) -> ModuleText:
    return existing(next((one for one in modules if one.offer_id == training_id), None))


def _write(offer_id: int, change: Callable[[Modules], Modules]) -> None:
    """In the draft itself; of a published pathway in the edit that an admin reads first."""
    with transaction() as db:
        if queries.get_pathway(db, offer_id).status not in PUBLIC:
            change_modules(db, offer_id, change, by=current_person(), now=clock.now())
            return
        text = current_text(db, offer_id)
        content = texts.as_content(replace(text, modules=change(text.modules)))
        write_revision(db, offer_id, content, by=current_person(), now=clock.now())
