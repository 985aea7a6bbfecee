"""The moderation queue, and offers suspended."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.accounts.models import Person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.i18n import _, ngettext
from shared_services.network.policies import can_admin

from . import operations, queries
from .errors import IllegalOfferMove
from .forms import ReturnForm, SuspendForm
from .kinds import offer_kind
from .models import Offer
from .pictures import queries as picture_queries
from .reports import queries as report_queries
from .revisions import operations as revisions
from .revisions import queries as revision_queries

blueprint = Blueprint("catalogue_admin", __name__)

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class ToRead:
    """One line of the queue: a new offer, or the edit of a published one. `tick` names it in the form."""

    tick: str
    url: str
    offer: Offer
    author: Person
    submitted_at: datetime
    is_edit: bool


@blueprint.get("/admin/moderation")
@allowed(can_admin)
def moderation() -> str:
    """What waits to be read, the oldest first; of one hub, new offers or edits alone when asked."""
    db = read_session()
    queue = list_queue(db)
    hub, what = request.args.get("hub", ""), request.args.get("what", "")
    return render_template(
        "catalogue/moderation.html",
        queue=[one for one in queue if _is_asked(one, hub, what)],
        hubs={one.offer.hub.slug: one.offer.hub.name for one in queue},
        chosen={"hub": hub, "what": what},
        total=len(queue),
        pictures=picture_queries.list_waiting_pictures(db),
        reports=report_queries.list_risen_reports(db),
    )


def list_queue(db: Session) -> list[ToRead]:
    """New offers and edits together, the oldest first; two statements."""
    offers = [
        ToRead(
            f"offer-{offer.id}",
            url_for("catalogue_admin.show", offer_id=offer.id),
            offer,
            offer.author,
            offer.submitted_at or offer.updated_at,
            is_edit=False,
        )
        for offer in queries.list_submitted(db)
    ]
    edits = [
        ToRead(
            f"revision-{revision.id}",
            url_for("revisions_admin.read_revision", revision_id=revision.id),
            revision.offer,
            revision.author,
            revision.submitted_at or revision.updated_at,
            is_edit=True,
        )
        for revision in revision_queries.list_submitted_revisions(db)
    ]
    return sorted([*offers, *edits], key=lambda one: one.submitted_at)


def _is_asked(one: ToRead, hub: str, what: str) -> bool:
    is_kind = what not in ("new", "edits") or one.is_edit == (what == "edits")
    return is_kind and (not hub or one.offer.hub.slug == hub)


@blueprint.post("/admin/moderation/publish")
@allowed(can_admin)
def publish_several() -> Response:
    """Publish all that were ticked; one that has changed meanwhile stops none of the others."""
    ticked = request.form.getlist("read")[:MOST_AT_ONCE]
    waiting = {one.tick for one in list_queue(read_session())}
    done = sum(_publish_one(tick) for tick in ticked if tick in waiting)
    if not ticked:
        flash(_("Cochez au moins une offre."), "warning")
    if done:
        flash(ngettext("%(num)d texte est publié.", "%(num)d textes sont publiés.", done), "success")
    if late := len(ticked) - done:
        flash(
            ngettext(
                "%(num)d texte avait changé entre-temps\u00a0: rien n'a été fait pour lui.",
                "%(num)d textes avaient changé entre-temps\u00a0: rien n'a été fait pour eux.",
                late,
            ),
            "warning",
        )
    return redirect(url_for("catalogue_admin.moderation"), 303)


def _publish_one(tick: str) -> bool:
    kind, _dash, number = tick.partition("-")
    publish_it = operations.publish_offer if kind == "offer" else revisions.publish_revision
    try:
        with transaction() as db:
            publish_it(db, int(number), by=current_person(), now=clock.now())
    except IllegalOfferMove:
        return False
    return True


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


@blueprint.route("/admin/offers/<int:offer_id>/suspend", methods=["GET", "POST"])
@allowed(can_admin)
def suspend(offer_id: int) -> Response | str | tuple[str, int]:
    """Take a published offer out of the catalogue, and say why."""
    form = SuspendForm()
    if not form.validate_on_submit():
        offer = queries.get_offer(read_session(), offer_id)
        page = render_template("catalogue/suspend.html", offer=offer, form=form)
        return (page, 422) if form.is_submitted() else page
    with transaction() as db:
        operations.suspend_offer(db, offer_id, by=current_person(), reason=form.reason.data, now=clock.now())
    flash(_("L'offre est suspendue. Le hub reçoit votre explication."), "success")
    return redirect(url_for("catalogue_admin.show", offer_id=offer_id), 303)


@blueprint.post("/admin/offers/<int:offer_id>/resume")
@allowed(can_admin)
def resume(offer_id: int) -> Response:
    """Show it again."""
    with transaction() as db:
        operations.resume_offer(db, offer_id, by=current_person(), now=clock.now())
    flash(_("L'offre est de nouveau dans le catalogue. Le hub est prévenu."), "success")
    return redirect(url_for("catalogue_admin.show", offer_id=offer_id), 303)


def _page(offer_id: int, form: ReturnForm) -> str:
    db = read_session()
    offer = queries.get_offer(db, offer_id)
    pages = offer_kind(offer.kind)
    facts = pages.facts(db, offer_id)
    return render_template(
        "catalogue/show.html",
        offer=offer,
        preview=Markup(render_template(pages.template, **facts)),  # noqa: S704 - a template of ours, escaped
        hints=facts.get("hints"),
        picture=picture_queries.find_picture_to_show(db, offer),
        form=form,
        pictures=picture_queries.find_pictures(db, offer_id),
    )
