"""The absences that a hub counts: for the person who missed them, and for the hub's managers."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub

from .. import operations, policies
from ..facts import describe_bookings
from ..forms import ReviewAnswerForm, ReviewForm
from . import counting

blueprint = Blueprint("no_shows", __name__)
manage = Blueprint("no_shows_manage", __name__)

Answer = Response | str | tuple[str, int]
ACCEPT = "accept"


@blueprint.route("/no-shows/<int:hub_id>", methods=["GET", "POST"])
@signed_in
def mine(hub_id: int) -> Answer:
    """Her own absences there, what follows from them, and asking the hub to look again."""
    form = ReviewForm()
    if not form.validate_on_submit():
        shown = _mine_html(hub_id, form)
        return (shown, 422) if form.is_submitted() else shown
    try:
        with transaction() as db:
            operations.ask_review(db, hub_id, form.appeal.data or "", by=current_person(), now=clock.now())
    except DomainError as error:
        form.refuse("", str(error))
        return _mine_html(hub_id, form), error.status
    flash(_("Votre demande est envoyée au hub. Sa réponse vous parvient par e-mail."), "success")
    return redirect(url_for("no_shows.mine", hub_id=hub_id), 303)


@manage.get("/manage/<int:hub_id>/no-shows")
@allowed(can_manage_hub)
def people(hub_id: int) -> str:
    """Whose next places the hub agrees to first, and who asked it to look again."""
    db = read_session()
    hub = get_hub(db, hub_id)
    return render_template(
        "booking/manage/no_shows.html",
        hub=hub,
        people=counting.list_people_at_limit(db, hub, now=clock.now()),
        reviews=counting.list_open_reviews(db, hub_id),
    )


@manage.route("/manage/no-shows/reviews/<int:review_id>", methods=["GET", "POST"])
@allowed(policies.can_manage_review)
def show_review(review_id: int) -> Answer:
    """What she missed, what she says about it, and the hub's answer."""
    form = ReviewAnswerForm()
    if not form.validate_on_submit():
        shown = _review_html(review_id, form)
        return (shown, 422) if form.is_submitted() else shown
    accept = form.decision.data == ACCEPT
    try:
        with transaction() as db:
            hub_id = operations.answer_review(
                db,
                review_id,
                accept=accept,
                answer=form.answer.data or "",
                by=current_person(),
                now=clock.now(),
            ).hub_id
    except DomainError as error:
        form.refuse("", str(error))
        return _review_html(review_id, form), error.status
    flash(
        _("Ces absences ne comptent plus. La personne est prévenue.")
        if accept
        else _("Ces absences comptent toujours. La personne est prévenue."),
        "success",
    )
    return redirect(url_for("no_shows_manage.people", hub_id=hub_id), 303)


def _mine_html(hub_id: int, form: ReviewForm) -> str:
    db, now, person_id = read_session(), clock.now(), current_person().id
    missed = counting.list_no_shows(db, hub_id, person_id, now=now)
    latest = counting.find_latest_review(db, hub_id, person_id)
    hers = counting.count_no_shows(db, hub_id, [person_id], now=now).get(person_id)
    return render_template(
        "booking/no_shows.html",
        hub=get_hub(db, hub_id),
        missed=[(one, counting.a_year_later(one.starts_at)) for one in missed if one.starts_at],
        hers=hers,
        review=latest,
        can_ask=hers is not None and hers.need_approval and counting.can_ask_again(missed, latest),
        form=form,
    )


def _review_html(review_id: int, form: ReviewAnswerForm) -> str:
    db = read_session()
    review = counting.get_review(db, review_id)
    missed = counting.list_no_shows(db, review.hub_id, review.person_id, now=clock.now())
    return render_template(
        "booking/manage/no_show_review.html",
        review=review,
        missed=missed,
        facts=describe_bookings(db, missed),
        form=form,
    )
