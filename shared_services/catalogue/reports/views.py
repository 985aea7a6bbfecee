"""Reporting an offer, answering a report, and saying that an offer is still true."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person, person_or_none
from shared_services.accounts.queries import get_person
from shared_services.core import clock
from shared_services.core.access import allowed, public
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError, NotFound
from shared_services.core.i18n import DEFAULT_LANGUAGE, _, get_locale
from shared_services.core.limits import count_attempt, network_of
from shared_services.core.signing import BadLink

from .. import policies, queries
from ..kinds import offer_kind
from ..models import Offer, OfferStatus
from . import operations as reports
from . import queries as report_queries
from .forms import CloseReportForm, ReportForm
from .messages import read_still_true
from .models import ReportKind, ReportOutcome

blueprint = Blueprint("offer_reports", __name__)

Answer = Response | str | tuple[str, int]
MOST_REPORTS, WITHIN = 10, timedelta(hours=1)


@blueprint.route("/offers/<int:offer_id>/report", methods=["GET", "POST"])
@public
def report(offer_id: int) -> Answer:
    """Anybody may say what is wrong in an offer. Raises NotFound when it is not in the catalogue."""
    db = read_session()
    offer = queries.get_offer(db, offer_id)
    if offer.status != OfferStatus.PUBLISHED:
        raise NotFound
    form = ReportForm()
    person = person_or_none()
    if person is not None:
        del form.email
    offer_url = url_for(offer_kind(offer.kind).endpoint, offer_id=offer_id)
    if not form.validate_on_submit():
        page = render_template("catalogue/report.html", offer=offer, form=form, offer_url=offer_url)
        return (page, 422) if form.is_submitted() else page
    now = clock.now()
    _count(now)
    with transaction() as db:
        reports.report_offer(db, offer_id, _said(form), person=person, now=now)
    flash(_("Merci : le hub est prévenu et va vérifier."), "success")
    return redirect(offer_url, 303)


def _said(form: ReportForm) -> reports.Reported:
    locale = get_locale()
    return reports.Reported(
        kind=ReportKind(form.kind.data),
        words=form.words.data or "",
        email=form.email.data or "" if form.email else "",
        locale=locale.language if locale else DEFAULT_LANGUAGE,
    )


def _count(now: datetime) -> None:
    """Raises TooManyAttempts."""
    reader = network_of(request.remote_addr or "unknown")
    with transaction() as db:
        count_attempt(db, "report", reader, most=MOST_REPORTS, within=WITHIN, now=now)


@blueprint.route("/manage/reports/<int:report_id>", methods=["GET", "POST"])
@allowed(policies.can_answer_report)
def show_report(report_id: int) -> Answer:
    """One report, and the answer to it."""
    found = report_queries.get_report(read_session(), report_id)
    form = CloseReportForm()
    if not form.validate_on_submit():
        page = render_template(
            "catalogue/show_report.html",
            report=found,
            form=form,
            edit_url=url_for(offer_kind(found.offer.kind).edit_endpoint, offer_id=found.offer_id),
        )
        return (page, 422) if form.is_submitted() else page
    back = _list_of(found.offer)
    outcome, answer = ReportOutcome(form.outcome.data), form.answer.data or ""
    with transaction() as db:
        reports.close_report(db, report_id, outcome, answer=answer, by=current_person(), now=clock.now())
    flash(_("C'est noté. La personne est prévenue, si elle a laissé son adresse."), "success")
    return redirect(back, 303)


def _list_of(offer: Offer) -> str:
    """Where the reader found the report: the desk of her hub, or the queue of admins."""
    if policies.can_change_offer(read_session(), current_person(), offer_id=offer.id):
        return url_for("desk.desk", hub_id=offer.hub_id, _anchor="reports")
    return url_for("catalogue_admin.moderation", _anchor="reports")


@blueprint.post("/manage/offers/<int:offer_id>/still-true")
@allowed(policies.can_change_offer)
def confirm(offer_id: int) -> Response:
    """All of it is still true."""
    with transaction() as db:
        offer = reports.confirm_offer(db, offer_id, by=current_person(), now=clock.now())
        kind = offer.kind
    flash(_("Merci : l'offre porte la date de cette vérification."), "success")
    return redirect(url_for(offer_kind(kind).edit_endpoint, offer_id=offer_id), 303)


@blueprint.route("/offers/still-true/<token>", methods=["GET", "POST"])
@public
def still_true(token: str) -> Answer:
    """The button of the mail: asks once, since programs open links too.

    Raises BadLink, also once the person who was asked manages the hub no more.
    """
    db = read_session()
    offer_id, person_id = read_still_true(token)
    offer, person = queries.get_offer(db, offer_id), get_person(db, person_id)
    if person.blocked_at or not policies.can_change_offer(db, person, offer_id=offer_id):
        raise BadLink
    if request.method == "GET":
        return render_template("catalogue/still_true.html", offer=offer)
    try:
        with transaction() as db:
            reports.confirm_offer(db, offer_id, by=person, now=clock.now())
    except DomainError as error:
        flash(str(error), "warning")
    else:
        flash(_("Merci : l'offre porte la date de cette vérification."), "success")
    return redirect(url_for(offer_kind(offer.kind).endpoint, offer_id=offer_id), 303)
