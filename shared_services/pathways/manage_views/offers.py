"""A hub's pathways: the list, and writing."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.catalogue.desk import desk_of, say_saved
from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.queries import list_proposed_themes
from shared_services.catalogue.revisions.operations import save_text
from shared_services.catalogue.revisions.queries import find_live_revision
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _
from shared_services.core.paging import paginate
from shared_services.kinds.trainings.models import TrainingOffer
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub_alone

from .. import operations, policies, queries, texts
from ..forms import AddModuleForm, PathwayForm
from ..pages import show_cohorts
from .blueprint import blueprint

Answer = Response | str | tuple[str, int]


@blueprint.get("/manage/<int:hub_id>/pathways")
@allowed(can_manage_hub)
def pathways(hub_id: int) -> str:
    """Every pathway of the hub: where it stands, how many follow it, and whether a module is gone."""
    db = read_session()
    archived = request.args.get("archived") == "1"
    number = request.args.get("page", 1, type=int)
    page = paginate(db, queries.pathways_of_hub(hub_id, archived=archived), number=number)
    ids = [pathway.id for pathway in page.items]
    gone: dict[int, list[str]] = {}
    for module in queries.list_modules(db, ids):
        if module.offer.status != OfferStatus.PUBLISHED:
            gone.setdefault(module.pathway_id, []).append(module.offer.title)
    return render_template(
        "pathways/manage/pathways.html",
        hub=get_hub_alone(db, hub_id),
        page=page,
        archived=archived,
        people=queries.count_under_way(db, ids),
        gone=gone,
    )


@blueprint.route("/manage/<int:hub_id>/pathways/new", methods=["GET", "POST"])
@allowed(can_manage_hub)
def new_pathway(hub_id: int) -> Answer:
    """Write a pathway; its modules come next, and it stays a draft until it is handed in."""
    form = PathwayForm()
    form.offer_themes(list_proposed_themes(read_session()))
    if not form.validate_on_submit():
        page = render_template("pathways/manage/new_pathway.html", form=form, hub_id=hub_id)
        return (page, 422) if form.is_submitted() else page
    with transaction() as db:
        offer = operations.write_pathway(db, hub_id, form.text(), by=current_person(), now=clock.now())
        offer_id = offer.id
    flash(_("Le brouillon est enregistré. Ajoutez ses modules, puis soumettez-le."), "success")
    return redirect(url_for("pathways_manage.edit_pathway", offer_id=offer_id), 303)


@blueprint.route("/manage/pathways/<int:offer_id>", methods=["GET", "POST"])
@allowed(policies.can_manage_pathway)
def edit_pathway(offer_id: int) -> Answer:
    """Where the pathway stands, its modules, its cohorts, and its text while it may be corrected."""
    form = _text_form(offer_id)
    if not form.is_submitted():
        return pathway_to_edit(offer_id, form=form)
    if not form.validate():
        return pathway_to_edit(offer_id, form=form), 422
    db = read_session()
    content = texts.as_content(form.text(current_text(db, offer_id).modules))
    with transaction() as db:
        is_edit = save_text(db, offer_id, content, by=current_person(), now=clock.now())
    return saved(offer_id, say_saved(is_edit=is_edit))


def saved(offer_id: int, receipt: str, anchor: str | None = None) -> Response:
    """Back to the page of the pathway."""
    flash(receipt, "success")
    return redirect(url_for("pathways_manage.edit_pathway", offer_id=offer_id, _anchor=anchor), 303)


def current_text(db: Session, offer_id: int) -> operations.PathwayText:
    """What the manager is writing: the edit under way, or what readers see."""
    revision = find_live_revision(db, offer_id)
    if revision is not None:
        return texts.from_content(revision.content)
    return texts.text_of(db, queries.get_pathway(db, offer_id))


def _text_form(offer_id: int, **given: Any) -> PathwayForm:
    db = read_session()
    form = PathwayForm(data=PathwayForm.filled_with(current_text(db, offer_id)), **given)
    form.offer_themes(list_proposed_themes(db, offer_id))
    return form


def pathway_to_edit(
    offer_id: int, *, form: PathwayForm | None = None, add_form: AddModuleForm | None = None
) -> str:
    """The one page where a pathway is written."""
    db = read_session()
    offer = queries.get_pathway(db, offer_id)
    text = current_text(db, offer_id)
    now = clock.now()
    trainings = queries.find_trainings(db, (module.offer_id for module in text.modules))
    if add_form is None:
        add_form = AddModuleForm(formdata=None)
        add_form.offer_trainings(trainings_to_add(offer_id))
    titles = {number: training.title for number, training in trainings.items()}
    modules = queries.list_modules(db, [offer_id])
    return render_template(
        "pathways/manage/edit_pathway.html",
        offer=offer,
        desk=desk_of(db, offer, now=now),
        modules=[
            (module, trainings[module.offer_id], texts.rules_in_words(module, titles))
            for module in text.modules
        ],
        gone=[one.title for one in trainings.values() if one.status != OfferStatus.PUBLISHED],
        cohorts=show_cohorts(db, offer_id, modules, now=now),
        titles={module.offer_id: module.offer.title for module in modules},
        people=queries.count_under_way(db, [offer_id]).get(offer_id, 0),
        form=form or _text_form(offer_id, formdata=None),
        add_form=add_form,
    )


def trainings_to_add(offer_id: int) -> list[TrainingOffer]:
    """What may become one more module."""
    db = read_session()
    taken = {module.offer_id for module in current_text(db, offer_id).modules}
    hub_id = queries.get_pathway(db, offer_id).hub_id
    return [training for training in queries.list_trainings(db, hub_id=hub_id) if training.id not in taken]
