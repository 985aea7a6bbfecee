"""The moderation queue."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _
from shared_services.network.policies import can_admin

from . import operations, picture_queries, queries
from .forms import ReturnForm
from .kinds import offer_kind

blueprint = Blueprint("catalogue_admin", __name__)


@blueprint.get("/admin/moderation")
@allowed(can_admin)
def moderation() -> str:
    """What waits to be read, the oldest first."""
    db = read_session()
    return render_template(
        "catalogue/moderation.html",
        offers=queries.list_submitted(db),
        pictures=picture_queries.list_waiting_pictures(db),
    )


@blueprint.get("/admin/moderation/<int:offer_id>")
@allowed(can_admin)
def show(offer_id: int) -> str:
    """The offer as readers will see it, and the two answers."""
    return _page(offer_id, ReturnForm())


@blueprint.post("/admin/moderation/<int:offer_id>/publish")
@allowed(can_admin)
def publish(offer_id: int) -> Response:
    """Show it to everybody."""
    with transaction() as db:
        operations.publish_offer(db, offer_id, by=current_person(), now=clock.now())
    flash(_("L'offre est publiée. La personne qui l'a écrite est prévenue."), "success")
    return redirect(url_for("catalogue_admin.moderation"), 303)


@blueprint.post("/admin/moderation/<int:offer_id>/return")
@allowed(can_admin)
def return_offer(offer_id: int) -> Response | tuple[str, int]:
    """Send it back with a reason."""
    form = ReturnForm()
    if not form.validate_on_submit():
        return _page(offer_id, form), 422
    with transaction() as db:
        operations.return_offer(db, offer_id, by=current_person(), reason=form.reason.data, now=clock.now())
    flash(_("L'offre est renvoyée. La personne qui l'a écrite reçoit votre explication."), "success")
    return redirect(url_for("catalogue_admin.moderation"), 303)


def _page(offer_id: int, form: ReturnForm) -> str:
    db = read_session()
    offer = queries.get_offer(db, offer_id)
    pages = offer_kind(offer.kind)
    return render_template(
        "catalogue/show.html",
        offer=offer,
        preview=pages.template,
        facts=pages.facts(db, offer_id),
        form=form,
        pictures=picture_queries.find_pictures(db, offer_id),
    )
