"""Complaining about a hub, and reading its answer."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.catalogue.queries import get_offer
from shared_services.core import clock
from shared_services.core.access import allowed, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import NotFound
from shared_services.core.i18n import _
from shared_services.core.limits import count_attempt
from shared_services.network.queries import get_hub

from . import operations, policies, queries
from .forms import ComplaintForm
from .models import PROMISED

blueprint = Blueprint("complaints", __name__)

Answer = Response | str | tuple[str, int]
MOST, WITHIN = 5, timedelta(hours=1)


@blueprint.route("/hubs/<int:hub_id>/complaints", methods=["GET", "POST"])
@signed_in
def file(hub_id: int) -> Answer:
    """What happened, and what I wish; about the hub, an offer of it, or something I booked there."""
    db, person, now = read_session(), current_person(), clock.now()
    hub = get_hub(db, hub_id)
    asked = f"offer-{request.args['offer']}" if request.args.get("offer", "").isdecimal() else ""
    form = ComplaintForm(data={"about": asked})
    form.offer_choices(_choices(hub_id, form.about.data or asked))
    if not form.validate_on_submit():
        page = render_template("evaluation/complain.html", hub=hub, form=form, promised_days=PROMISED.days)
        return (page, 422) if form.is_submitted() else page
    with transaction() as db:
        count_attempt(db, "complaint", str(person.id), most=MOST, within=WITHIN, now=now)
    with transaction() as db:
        filed = operations.file_complaint(db, hub_id, form.filed(), person=current_person(), now=now)
        reference = filed.reference
    flash(_("Votre réclamation est envoyée au hub. Vous en recevez la référence par message."), "success")
    return redirect(url_for("complaints.show", reference=reference), 303)


@blueprint.get("/complaints")
@signed_in
def mine() -> str:
    """What I complained about, and where it stands."""
    complaints = queries.list_complaints_of(read_session(), current_person().id)
    return render_template("evaluation/my_complaints.html", complaints=complaints)


@blueprint.get("/complaints/<reference>")
@allowed(policies.can_see_complaint)
def show(reference: str) -> str:
    """One complaint of mine, and the answer."""
    complaint = queries.get_complaint_by_reference(read_session(), reference)
    return render_template("evaluation/show_complaint.html", complaint=complaint, promised_days=PROMISED.days)


def _choices(hub_id: int, asked: str) -> list[tuple[str, str]]:
    """What she booked there, and the offer she comes from."""
    db = read_session()
    found = {
        f"booking-{one.id}": f"{one.bookable.offer.title} ({one.reference})"
        for one in queries.list_bookings_at(db, hub_id, current_person().id)
        if one.bookable.offer is not None
    }
    kind, _dash, number = asked.partition("-")
    if kind == "offer" and number.isdecimal() and len(number) < 10:
        try:
            offer = get_offer(db, int(number))
        except NotFound:
            return list(found.items())
        if offer.hub_id == hub_id and offer.published_at is not None:
            found = {asked: offer.title, **found}
    return list(found.items())
