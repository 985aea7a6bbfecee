"""« Tell me when a slot opens before that day »: asking for it, and asking no more."""

from datetime import time

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.core.local_time import to_utc

from .forms import WishForm
from .models import WAYS
from .operations import forget_wish as forget
from .operations import wait_for_slot
from .pages import OfferPage, offer_page
from .views import Answer, blueprint

__all__ = ["blueprint"]  # the same one, with these pages too


@blueprint.route("/experts/<int:offer_id>/wait", methods=["GET", "POST"])
@signed_in
def wait(offer_id: int) -> Answer:
    """Before which day a slot would still be useful."""
    page = offer_page(read_session(), offer_id, current_person(), request.args, now=clock.now())
    form = WishForm()
    if not page.can_book:
        return redirect(url_for("expertise.show_offer", offer_id=offer_id), 303)
    if not form.validate_on_submit():
        shown = render_template("kinds/expertise/wait.html", page=page, form=form, ways=WAYS)
        return (shown, 422) if form.is_submitted() else shown
    try:
        _wait(page, form)
    except DomainError as error:
        form.refuse(getattr(error, "field", ""), str(error))
        return render_template("kinds/expertise/wait.html", page=page, form=form, ways=WAYS), error.status
    flash(_("C'est noté\u00a0: un message part dès qu'un créneau s'ouvre."), "success")
    return redirect(url_for("expertise.show_offer", offer_id=offer_id), 303)


@blueprint.post("/experts/<int:offer_id>/wait/forget")
@signed_in
def forget_wish(offer_id: int) -> Response:
    """Tell me no more."""
    with transaction() as db:
        forget(db, offer_id, person=current_person())
    flash(_("Vous ne serez plus prévenu pour cette offre."), "success")
    return redirect(url_for("expertise.show_offer", offer_id=offer_id), 303)


def _wait(page: OfferPage, form: WishForm) -> None:
    asking, day = page.asking, form.before.data
    if asking is None or day is None:
        raise ValueError("the form was not validated")
    with transaction() as db:
        wait_for_slot(
            db,
            page.offer.id,
            person=current_person(),
            before=to_utc(day, time(0), page.zone),
            minutes=asking.minutes,
            way=asking.way,
            organisation=asking.organisation,
            now=clock.now(),
        )
