"""Experts as the public and the aidants see them: what is offered, free slots, booking one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person, person_or_none
from shared_services.booking.errors import AlreadyBooked
from shared_services.booking.models import Booking, BookingStatus
from shared_services.booking.operations import record_answers
from shared_services.booking.operations.cancel import is_too_late
from shared_services.booking.questions.forms import AnswersForm, answers_form
from shared_services.core import clock
from shared_services.core.access import allowed, public, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError, NotFound
from shared_services.core.i18n import _, _l

from . import policies, queries
from .asking import read_start, say_start
from .finding import find_offers, read_wish
from .forms import AppointmentForm
from .models import WAYS
from .operations import Wished, book_appointment, book_for_colleague, move_appointment
from .operations.rules import PERIODS
from .pages import OfferPage, appointment_page, move_page, offer_page

blueprint = Blueprint("expertise", __name__)

Answer = Response | str | tuple[str, int]
RECEIPTS = {
    BookingStatus.CONFIRMED: _l("Le rendez-vous est pris. Un message part avec la date et le lieu."),
    BookingStatus.PENDING: _l(
        "Votre demande est envoyée au hub. Le créneau vous est gardé jusqu'à sa réponse."
    ),
}


@blueprint.get("/experts")
@public
def offers() -> str:
    """Every offer of experts, those with the soonest free slot first."""
    wish = read_wish(request.args)
    db = read_session()
    found = find_offers(db, wish, now=clock.now())
    person = person_or_none()
    zone = queries.find_reader_zone(db, person.id) if person else None
    return render_template("kinds/expertise/offers.html", wish=wish, found=found, zone=zone, ways=WAYS)


@blueprint.get("/experts/<int:offer_id>")
@public
def show_offer(offer_id: int) -> str:
    """Everything about an offer, and the free slots of a week, the next one first."""
    page = offer_page(read_session(), offer_id, person_or_none(), request.args, now=clock.now())
    return render_template("kinds/expertise/show_offer.html", page=page, ways=WAYS, periods=PERIODS)


@blueprint.get("/experts/given/<int:expert_id>")
@public
def given(expert_id: int) -> Response:
    """Where the bookable of that number is told."""
    expert = queries.get_expert(read_session(), expert_id)
    return redirect(url_for("expertise.show_offer", offer_id=expert.expert_offer_id, expert=expert.id), 302)


@blueprint.route("/experts/<int:offer_id>/book", methods=["GET", "POST"])
@signed_in
def book(offer_id: int) -> Answer:
    """The one page to confirm a slot; then where the booking stands. Twice gives the same booking."""
    person, now = current_person(), clock.now()
    page = offer_page(read_session(), offer_id, person, request.args, now=now)
    start = read_start(request.args.get("at", ""))
    if page.asking is None or start is None:
        return redirect(url_for("expertise.show_offer", offer_id=offer_id), 303)
    if request.method == "GET":
        return _confirm_page(page)
    form, asked = AppointmentForm(), answers_form(page.questions)
    if not (form.validate() & asked.validate()):
        return _confirm_page(page, form=form, asked=asked), 422
    wished = Wished(
        start=start,
        minutes=page.asking.minutes,
        way=page.asking.way,
        topic=form.topic.data or "",
        expert_id=page.asking.expert.id if page.asking.expert else None,
        organisation_id=page.asking.organisation.id if page.asking.organisation else None,
    )
    try:
        with transaction() as db:
            booking = _book(db, offer_id, wished)
            record_answers(db, booking, asked.answers())
            reference, status = booking.reference, booking.status
    except AlreadyBooked as error:
        flash(_("Vous aviez déjà ce rendez-vous\u00a0: le voici."), "info")
        return redirect(url_for("booking.show", reference=error.facts["reference"]), 303)
    except DomainError as error:
        page = offer_page(read_session(), offer_id, person, request.args, now=now)
        return _confirm_page(page, form=form, asked=asked, refusal=error), error.status
    flash(str(RECEIPTS[status]), "success")
    return redirect(url_for("booking.show", reference=reference), 303)


@blueprint.get("/experts/appointments/<reference>")
@allowed(policies.can_see_appointment)
def appointment(reference: str) -> str:
    """One appointment: what it is about, what to prepare, what came out of it."""
    db, actor = read_session(), current_person()
    page = appointment_page(db, reference, actor)
    return render_template(
        "kinds/expertise/appointment.html",
        page=page,
        ways=WAYS,
        can_note=policies.can_note_appointment(db, actor, reference=reference),
        can_move=policies.can_move_appointment(db, actor, reference=reference),
        too_late=is_too_late(page.booking, clock.now()),
    )


@blueprint.route("/experts/appointments/<reference>/move", methods=["GET", "POST"])
@allowed(policies.can_move_appointment)
def move(reference: str) -> Answer:
    """Another free slot for it, until the cut-off."""
    now, start = clock.now(), read_start(request.form.get("at", ""))
    refusal: DomainError | None = None
    if request.method == "POST" and start is not None:
        try:
            with transaction() as db:
                booking = appointment_page(db, reference, current_person()).booking
                expert_id = request.form.get("expert", type=int)
                move_appointment(
                    db, booking.id, start=start, expert_id=expert_id, by=current_person(), now=now
                )
        except DomainError as error:
            if isinstance(error, NotFound):
                raise
            refusal = error
        else:
            flash(_("Le rendez-vous est déplacé. Un message part avec la nouvelle date."), "success")
            return redirect(url_for("expertise.appointment", reference=reference), 303)
    page = move_page(read_session(), reference, current_person(), request.args, now=now)
    shown = render_template("kinds/expertise/move.html", page=page, refusal=refusal, stamp=say_start)
    if refusal is not None:
        return shown, refusal.status
    return (shown, 422) if request.method == "POST" else shown


def _book(db: Session, offer_id: int, wished: Wished) -> Booking:
    """For herself, or for the colleague that a referent chose: her organisation's number, then hers."""
    by = current_person()
    how: dict[str, Any] = {"despite_overlap": "despite_overlap" in request.form, "now": clock.now()}
    organisation_id, _dash, colleague_id = request.form.get("colleague", "").partition("-")
    if organisation_id.isdecimal() and colleague_id.isdecimal():
        for_them = Wished(**{**wished.__dict__, "organisation_id": int(organisation_id)})
        return book_for_colleague(db, offer_id, for_them, colleague_id=int(colleague_id), by=by, **how)
    return book_appointment(db, offer_id, wished, person=by, by=by, **how)


def _confirm_page(
    page: OfferPage,
    *,
    form: AppointmentForm | None = None,
    asked: AnswersForm | None = None,
    refusal: DomainError | None = None,
) -> str:
    return render_template(
        "kinds/expertise/book.html",
        page=page,
        at=read_start(request.args.get("at", "")),
        form=form or AppointmentForm(formdata=None),
        asked_form=asked or answers_form(page.questions, formdata=None),
        refusal=refusal,
        colleague=request.form.get("colleague", ""),
        ways=WAYS,
    )
