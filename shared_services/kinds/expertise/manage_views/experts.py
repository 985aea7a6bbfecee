"""Who gives the appointments of an offer."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _

from .. import operations, policies, queries
from ..forms import ExpertForm
from .blueprint import blueprint
from .offers import Answer, offer_page, team_of


@blueprint.post("/manage/experts/<int:offer_id>/people")
@allowed(policies.can_manage_offer)
def add_expert(offer_id: int) -> Answer:
    """Somebody of the team more."""
    form = ExpertForm(prefix="expert-")
    form.offer_people(team_of(read_session(), queries.get_offer(read_session(), offer_id).hub_id))
    if not form.validate():
        return offer_page(offer_id, expert_form=form), 422
    try:
        with transaction() as db:
            operations.add_expert(
                db,
                offer_id,
                form.person.data,
                video_link=form.video_link.data or "",
                phone=form.phone.data or "",
                by=current_person(),
                now=clock.now(),
            )
    except DomainError as error:
        form.refuse(getattr(error, "field", ""), str(error))
        return offer_page(offer_id, expert_form=form), error.status
    flash(_("La personne donne des rendez-vous ici, aux heures de ses disponibilités."), "success")
    return redirect(url_for("expertise_manage.edit_offer", offer_id=offer_id, _anchor="experts"), 303)


@blueprint.post("/manage/experts/people/<int:expert_id>/remove")
@allowed(policies.can_manage_expert)
def remove_expert(expert_id: int) -> Response:
    """She gives no more appointments here."""
    with transaction() as db:
        offer_id = operations.remove_expert(db, expert_id, by=current_person(), now=clock.now()).offer_id
    flash(_("La personne ne donne plus de rendez-vous ici."), "success")
    return redirect(url_for("expertise_manage.edit_offer", offer_id=offer_id, _anchor="experts"), 303)
