"""A hub's training offers: the list, writing, handing in, taking back."""

from flask import flash, redirect, render_template, request, url_for
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
from shared_services.core.i18n import _
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub_alone

from .. import operations, policies, queries, texts
from ..advice import hints_for
from ..forms import OfferForm
from ..pages import offers_page
from .blueprint import blueprint

Answer = Response | str | tuple[str, int]


@blueprint.get("/manage/<int:hub_id>/offers")
@allowed(can_manage_hub)
def offers(hub_id: int) -> str:
    """Every training of the hub: where it stands, its next sessions; or those that were put away."""
    db = read_session()
    archived = request.args.get("archived") == "1"
    number = request.args.get("page", 1, type=int)
    page = offers_page(db, hub_id, archived=archived, number=number, now=clock.now())
    return render_template(
        "kinds/trainings/manage/offers.html", page=page, archived=archived, hub=get_hub_alone(db, hub_id)
    )


@blueprint.route("/manage/<int:hub_id>/trainings/new", methods=["GET", "POST"])
@allowed(can_manage_hub)
def new_offer(hub_id: int) -> Answer:
    """Write a training; it stays a draft until it is handed in."""
    form = _form()
    if not form.validate_on_submit():
        page = render_template("kinds/trainings/manage/new_offer.html", form=form, hub_id=hub_id)
        return (page, 422) if form.is_submitted() else page
    with transaction() as db:
        offer = operations.write_offer(db, hub_id, form.text(), by=current_person(), now=clock.now())
        offer_id = offer.id
    flash(_("Le brouillon est enregistré. Soumettez-le quand il est prêt."), "success")
    return redirect(url_for("trainings_manage.edit_offer", offer_id=offer_id), 303)


@blueprint.route("/manage/trainings/<int:offer_id>", methods=["GET", "POST"])
@allowed(policies.can_manage_offer)
def edit_offer(offer_id: int) -> Answer:
    """Where the training stands, its sessions, and its text while it may be corrected."""
    db = read_session()
    offer = queries.get_offer(db, offer_id)
    revision = find_live_revision(db, offer_id)
    text = texts.from_content(revision.content) if revision else texts.text_of(offer)
    form = _form(data=OfferForm.filled_with(text))
    if not form.is_submitted():
        return _offer_page(offer_id, form)
    if not form.validate():
        return _offer_page(offer_id, form), 422
    content = as_content(form.text())
    with transaction() as db:
        is_edit = save_text(db, offer_id, content, by=current_person(), now=clock.now())
    flash(say_saved(is_edit=is_edit), "success")
    return redirect(url_for("trainings_manage.edit_offer", offer_id=offer_id), 303)


def _form(**given: object) -> OfferForm:
    form = OfferForm(**given)
    offer_id = (request.view_args or {}).get("offer_id")
    form.offer_themes(list_proposed_themes(read_session(), offer_id))
    return form


def _offer_page(offer_id: int, form: OfferForm) -> str:
    db = read_session()
    now = clock.now()
    offer = queries.get_offer(db, offer_id)
    return render_template(
        "kinds/trainings/manage/edit_offer.html",
        offer=offer,
        form=form,
        desk=desk_of(db, offer, now=now),
        hints=hints_for(db, offer, now=now),
        unfinished=queries.count_unfinished(db, [offer_id], now=now).get(offer_id, 0),
        sessions=queries.list_sessions_of_offer(db, offer_id),
    )
