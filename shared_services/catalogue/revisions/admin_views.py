"""Reading the edits of published offers: only what changed, and the two answers."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _
from shared_services.network.policies import can_admin

from ..forms import ReturnForm
from ..kinds import offer_kind
from . import operations as revisions
from . import queries as revision_queries
from .pages import changes_of

blueprint = Blueprint("revisions_admin", __name__)


@blueprint.get("/admin/moderation/revisions/<int:revision_id>")
@allowed(can_admin)
def read_revision(revision_id: int) -> str:
    """What would change, word by word."""
    return _page(revision_id, ReturnForm())


@blueprint.post("/admin/moderation/revisions/<int:revision_id>/publish")
@allowed(can_admin)
def publish_revision(revision_id: int) -> Response:
    """Put it in the place of the published text."""
    with transaction() as db:
        revisions.publish_revision(db, revision_id, by=current_person(), now=clock.now())
    flash(_("La modification est publiée. La personne qui l'a écrite est prévenue."), "success")
    return redirect(url_for("catalogue_admin.moderation"), 303)


@blueprint.post("/admin/moderation/revisions/<int:revision_id>/return")
@allowed(can_admin)
def return_revision(revision_id: int) -> Response | tuple[str, int]:
    """Send it back with a reason."""
    form = ReturnForm()
    if not form.validate_on_submit():
        return _page(revision_id, form), 422
    with transaction() as db:
        revisions.return_revision(
            db, revision_id, by=current_person(), reason=form.reason.data, now=clock.now()
        )
    flash(_("La modification est renvoyée. La personne qui l'a écrite reçoit votre explication."), "success")
    return redirect(url_for("catalogue_admin.moderation"), 303)


def _page(revision_id: int, form: ReturnForm) -> str:
    revision = revision_queries.get_revision(read_session(), revision_id)
    return render_template(
        "catalogue/read_revision.html",
        form=form,
        offer_url=url_for(offer_kind(revision.offer.kind).endpoint, offer_id=revision.offer_id),
        **changes_of(read_session(), revision.offer, revision),
    )
