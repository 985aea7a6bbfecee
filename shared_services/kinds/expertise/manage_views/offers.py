"""A hub's offers of experts: the list, writing, the rules, handing in, taking back."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.accounts.models import Person
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
from shared_services.network.queries import get_hub, list_departements, list_managers, list_trainers

from .. import operations, policies, queries, texts
from ..forms import ExpertForm, NewOfferForm, OfferForm, RulesForm
from .blueprint import blueprint

Answer = Response | str | tuple[str, int]


@blueprint.get("/manage/<int:hub_id>/experts")
@allowed(can_manage_hub)
def offers(hub_id: int) -> str:
    """Every offer of experts of the hub: where it stands, who gives it."""
    db = read_session()
    found = queries.list_offers_of_hub(db, hub_id)
    experts = queries.list_experts_of(db, [offer.id for offer in found])
    return render_template(
        "kinds/expertise/manage/offers.html",
        hub=get_hub(db, hub_id),
        offers=found,
        names={
            offer.id: [one.person.name for one in experts if one.expert_offer_id == offer.id]
            for offer in found
        },
    )


@blueprint.route("/manage/<int:hub_id>/experts/new", methods=["GET", "POST"])
@allowed(can_manage_hub)
def new_offer(hub_id: int) -> Answer:
    """Write an offer; it stays a draft until it is handed in."""
    form = NewOfferForm()
    form.offer_themes(list_proposed_themes(read_session()))
    form.know(list_departements(read_session()))
    if not form.validate_on_submit():
        page = render_template("kinds/expertise/manage/new_offer.html", form=form, hub_id=hub_id)
        return (page, 422) if form.is_submitted() else page
    with transaction() as db:
        offer = operations.write_offer(
            db, hub_id, form.text(), form.rules(), by=current_person(), now=clock.now()
        )
        offer_id = offer.id
    flash(_("Le brouillon est enregistré. Dites qui reçoit, puis soumettez-le."), "success")
    return redirect(url_for("expertise_manage.edit_offer", offer_id=offer_id), 303)


@blueprint.route("/manage/experts/<int:offer_id>", methods=["GET", "POST"])
@allowed(policies.can_manage_offer)
def edit_offer(offer_id: int) -> Answer:
    """Where the offer stands, its experts, its rules, and its text while it may be corrected."""
    form = _text_form(offer_id)
    if not form.is_submitted():
        return offer_page(offer_id, form=form)
    if not form.validate():
        return offer_page(offer_id, form=form), 422
    content = as_content(form.text())
    with transaction() as db:
        is_edit = save_text(db, offer_id, content, by=current_person(), now=clock.now())
    return _saved(offer_id, say_saved(is_edit=is_edit))


@blueprint.post("/manage/experts/<int:offer_id>/rules")
@allowed(policies.can_manage_offer)
def change_rules(offer_id: int) -> Answer:
    """Change how appointments are made, from now on."""
    form = RulesForm(prefix="rules-")
    form.know(list_departements(read_session()))
    if not form.validate():
        return offer_page(offer_id, rules_form=form), 422
    with transaction() as db:
        operations.change_rules(db, offer_id, form.rules(), by=current_person(), now=clock.now())
    return _saved(offer_id, _("Les règles sont changées. Les rendez-vous déjà pris restent."))


def team_of(db: Session, hub_id: int) -> list[Person]:
    """Who may give appointments for a hub: its managers and trainers of today, by name."""
    team = {one.id: one for one in (*list_managers(db, hub_id), *list_trainers(db, hub_id))}
    return sorted(team.values(), key=lambda one: one.sort_key)


def offer_page(
    offer_id: int,
    *,
    form: OfferForm | None = None,
    rules_form: RulesForm | None = None,
    expert_form: ExpertForm | None = None,
) -> str:
    """The page of an offer for its managers, with the form that was refused in its place."""
    db = read_session()
    offer, experts = queries.get_offer(db, offer_id), queries.list_experts_of(db, [offer_id])
    rules = RulesForm.rules_of(offer, queries.list_travel(db, offer_id))
    if expert_form is None:
        expert_form = ExpertForm(formdata=None, prefix="expert-")
        expert_form.offer_people(team_of(db, offer.hub_id))
    return render_template(
        "kinds/expertise/manage/edit_offer.html",
        offer=offer,
        experts=experts,
        desk=desk_of(db, offer, now=clock.now()),
        coming=queries.count_live(db, offer_id, ending_after=clock.now()),
        form=form or _text_form(offer_id, formdata=None),
        rules_form=rules_form or RulesForm(formdata=None, prefix="rules-", data=rules),
        expert_form=expert_form,
    )


def _saved(offer_id: int, receipt: str) -> Response:
    flash(receipt, "success")
    return redirect(url_for("expertise_manage.edit_offer", offer_id=offer_id), 303)


def _text_form(offer_id: int, **given: Any) -> OfferForm:
    db = read_session()
    revision = find_live_revision(db, offer_id)
    text = (
        texts.from_content(revision.content) if revision else texts.text_of(queries.get_offer(db, offer_id))
    )
    form = OfferForm(data=OfferForm.filled_with(text), **given)
    form.offer_themes(list_proposed_themes(db, offer_id))
    return form
