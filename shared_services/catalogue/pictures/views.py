"""The picture of an offer: its files, its page for the hub's managers, the answers of an admin."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import Response as FileResponse
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person, person_or_none
from shared_services.core import clock
from shared_services.core.access import allowed, public
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError, NotFound
from shared_services.core.i18n import _
from shared_services.core.pictures import MIMETYPE
from shared_services.network.policies import can_admin

from .. import policies, queries
from ..kinds import offer_kind
from ..models import Offer, OfferStatus
from . import operations as pictures
from . import queries as picture_queries
from .forms import PictureForm, RefusePictureForm
from .models import OfferPicture

blueprint = Blueprint("offer_pictures", __name__)

# The address holds the digest of the file: what it answers never changes.
FOR_EVER = "public, max-age=31536000, immutable"


@blueprint.get("/pictures/<int:picture_id>/<digest>/<any(large, small):size>.webp")
@public
def show_picture(picture_id: int, digest: str, size: str) -> FileResponse:
    """One of its two files. Raises NotFound, also for who may not see it."""
    db = read_session()
    picture, content = picture_queries.get_file(db, picture_id, digest, is_large=size == "large")
    offer = queries.get_offer(db, picture.offer_id)
    if _is_public(picture, offer):
        return FileResponse(content, mimetype=MIMETYPE, headers={"Cache-Control": FOR_EVER})
    if not policies.can_see_before_readers(db, person_or_none(), offer):
        raise NotFound
    return FileResponse(content, mimetype=MIMETYPE, headers={"Cache-Control": "no-store"})


@blueprint.route("/manage/offers/<int:offer_id>/picture", methods=["GET", "POST"])
@allowed(policies.can_change_offer)
def change_picture(offer_id: int) -> ResponseReturnValue:
    """Send one, or say better what it shows."""
    latest = picture_queries.find_pictures(read_session(), offer_id).latest
    form = PictureForm(data={"alternative": latest.alternative} if latest else None)
    form.picture.flags.required = latest is None
    if not form.validate_on_submit():
        return _page(offer_id, form), 422 if form.is_submitted() else 200
    try:
        drawn = pictures.Drawn.of(form.picture.data.read()) if form.picture.data else None
        with transaction() as db:
            pictures.send_picture(
                db,
                offer_id,
                drawn,
                alternative=form.alternative.data or "",
                by=current_person(),
                now=clock.now(),
            )
    except DomainError as error:
        form.refuse("picture", str(error))
        return _page(offer_id, form), error.status
    flash(_("L'image est enregistrée."), "success")
    return redirect(url_for("offer_pictures.change_picture", offer_id=offer_id), 303)


@blueprint.post("/manage/offers/<int:offer_id>/picture/remove")
@allowed(policies.can_change_offer)
def remove_picture(offer_id: int) -> Response:
    """The offer is without a picture again."""
    with transaction() as db:
        pictures.remove_picture(db, offer_id, by=current_person(), now=clock.now())
    flash(_("L'image est retirée."), "info")
    return redirect(url_for("offer_pictures.change_picture", offer_id=offer_id), 303)


@blueprint.post("/admin/moderation/<int:offer_id>/pictures/<int:picture_id>/accept")
@allowed(can_admin)
def accept_picture(offer_id: int, picture_id: int) -> Response:
    """Readers see it from now on."""
    with transaction() as db:
        pictures.accept_picture(db, offer_id, picture_id, by=current_person(), now=clock.now())
    flash(_("L'image est acceptée. La personne qui a écrit l'offre est prévenue."), "success")
    return redirect(url_for("catalogue_admin.show", offer_id=offer_id), 303)


@blueprint.route("/admin/moderation/<int:offer_id>/pictures/<int:picture_id>/refuse", methods=["GET", "POST"])
@allowed(can_admin)
def refuse_picture(offer_id: int, picture_id: int) -> ResponseReturnValue:
    """Readers will not see it; the author is told why."""
    form = RefusePictureForm()
    if form.validate_on_submit():
        with transaction() as db:
            pictures.refuse_picture(
                db,
                offer_id,
                picture_id,
                reason=form.reason.data or "",
                by=current_person(),
                now=clock.now(),
            )
        flash(_("L'image est refusée. La personne qui a écrit l'offre reçoit votre explication."), "success")
        return redirect(url_for("catalogue_admin.show", offer_id=offer_id), 303)
    db = read_session()
    picture = picture_queries.get_waiting_picture(db, offer_id, picture_id)
    offer = queries.get_offer(db, offer_id)
    page = render_template("catalogue/refuse_picture.html", offer=offer, picture=picture, form=form)
    return page, 422 if form.is_submitted() else 200


def _is_public(picture: OfferPicture, offer: Offer) -> bool:
    return picture.accepted_at is not None and offer.status == OfferStatus.PUBLISHED


def _page(offer_id: int, form: PictureForm) -> str:
    db = read_session()
    offer = queries.get_offer(db, offer_id)
    return render_template(
        "catalogue/picture.html",
        offer=offer,
        edit_endpoint=offer_kind(offer.kind).edit_endpoint,
        pictures=picture_queries.find_pictures(db, offer_id),
        form=form,
    )
