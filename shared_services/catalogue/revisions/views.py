"""An offer of any kind for the managers of its hub: handed in, taken back, edited, put away; its history."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError, NotFound
from shared_services.core.i18n import _

from .. import operations, policies, queries
from ..kinds import offer_kind
from . import operations as revisions
from . import queries as revision_queries
from .pages import changes_of

blueprint = Blueprint("offer_revisions", __name__)


@blueprint.post("/manage/offers/<int:offer_id>/revision/submit")
@allowed(policies.can_change_offer)
def submit(offer_id: int) -> Response:
    """Put the edit in the admins' queue."""
    try:
        with transaction() as db:
            revisions.submit_revision(db, offer_id, by=current_person(), now=clock.now())
    except DomainError as error:
        flash(str(error), "warning")
    else:
        flash(_("La modification est soumise. L'offre publiée reste en ligne en attendant."), "success")
    return _back(offer_id)


@blueprint.post("/manage/offers/<int:offer_id>/revision/take-back")
@allowed(policies.can_change_offer)
def take_back(offer_id: int) -> Response:
    """Go on writing it."""
    with transaction() as db:
        revisions.take_back_revision(db, offer_id, by=current_person(), now=clock.now())
    flash(_("La modification n'est plus en relecture : corrigez-la, puis soumettez-la."), "success")
    return _back(offer_id)


@blueprint.post("/manage/offers/<int:offer_id>/revision/drop")
@allowed(policies.can_change_offer)
def drop(offer_id: int) -> Response:
    """Give it up."""
    with transaction() as db:
        revisions.drop_revision(db, offer_id, by=current_person(), now=clock.now())
    flash(_("La modification est abandonnée. L'offre publiée n'a pas changé."), "success")
    return _back(offer_id)


@blueprint.post("/manage/offers/<int:offer_id>/submit")
@allowed(policies.can_change_offer)
def submit_offer(offer_id: int) -> Response:
    """Put the offer in the admins' queue."""
    with transaction() as db:
        operations.submit_offer(db, offer_id, by=current_person(), now=clock.now())
    flash(_("L'offre est soumise. Vous recevrez un message dès qu'elle aura été lue."), "success")
    return _back(offer_id)


@blueprint.post("/manage/offers/<int:offer_id>/withdraw")
@allowed(policies.can_change_offer)
def withdraw_offer(offer_id: int) -> Response:
    """Take the offer back as a draft."""
    with transaction() as db:
        operations.withdraw_offer(db, offer_id, by=current_person(), now=clock.now())
    flash(_("L'offre est de nouveau un brouillon\u00a0: corrigez-la, puis soumettez-la."), "success")
    return _back(offer_id)


@blueprint.post("/manage/offers/<int:offer_id>/archive")
@allowed(policies.can_change_offer)
def archive(offer_id: int) -> Response:
    """Put the offer away."""
    with transaction() as db:
        operations.archive_offer(db, offer_id, by=current_person(), now=clock.now())
    flash(_("L'offre est archivée."), "success")
    return _back(offer_id)


@blueprint.get("/manage/offers/<int:offer_id>/history")
@allowed(policies.can_see_history)
def history(offer_id: int) -> str:
    """Every step of the offer: who, when, why, and what each edit changed."""
    db = read_session()
    offer = queries.get_offer(db, offer_id)
    return render_template(
        "catalogue/history.html",
        offer=offer,
        history=revision_queries.list_history(db, offer),
        back_url=url_for(offer_kind(offer.kind).endpoint, offer_id=offer_id),
    )


@blueprint.get("/manage/offers/<int:offer_id>/revisions/<int:revision_id>")
@allowed(policies.can_see_history)
def show_revision(offer_id: int, revision_id: int) -> str:
    """What an edit changes, or changed. Raises NotFound."""
    revision = revision_queries.get_revision(read_session(), revision_id)
    if revision.offer_id != offer_id:
        raise NotFound
    kind = offer_kind(revision.offer.kind)
    return render_template(
        "catalogue/show_revision.html",
        edit_url=url_for(kind.endpoint, offer_id=offer_id),
        **changes_of(read_session(), revision.offer, revision),
    )


def _back(offer_id: int) -> Response:
    offer = queries.get_offer(read_session(), offer_id)
    return redirect(url_for(offer_kind(offer.kind).edit_endpoint, offer_id=offer_id), 303)
