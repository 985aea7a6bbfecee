"""Trainings as the public and the aidants see them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person, person_or_none
from shared_services.booking.errors import AlreadyBooked
from shared_services.booking.models import BookingStatus
from shared_services.booking.operations import record_answers
from shared_services.booking.questions.forms import AnswersForm, answers_form
from shared_services.core import clock
from shared_services.core.access import public, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _, _l

from .operations import book_session
from .pages import offer_page, session_page

blueprint = Blueprint("trainings", __name__)

KEEP = "keep"
RECEIPTS = {
    BookingStatus.CONFIRMED: _l("Votre place est confirmée. Un message part avec tous les détails."),
    BookingStatus.PENDING: _l(
        "Votre demande est envoyée au hub. La place vous est gardée jusqu'à sa réponse."
    ),
    BookingStatus.WAITLISTED: _l(
        "C'est complet\u00a0: vous êtes sur la liste d'attente. Un message part dès qu'une place se libère."
    ),
}


@blueprint.get("/trainings/<int:offer_id>")
@public
def show_offer(offer_id: int) -> str:
    """Everything about a training, and its next dates."""
    now = clock.now()
    page = offer_page(read_session(), offer_id, person_or_none(), now=now)
    return render_template("kinds/trainings/show_offer.html", page=page)


@blueprint.get("/sessions/<int:session_id>")
@public
def show_session(session_id: int) -> str:
    """The one page to confirm."""
    return _session_page(session_id, refusal=None)


@blueprint.post("/sessions/<int:session_id>/book")
@signed_in
def book(session_id: int) -> Response | tuple[str, int]:
    """Book for the signed-in person, then show where the booking stands. Twice gives the same booking."""
    person = current_person()
    other = request.form.get("other") or None  # what becomes of her other place at those hours
    # What she may not read does not exist.
    page = session_page(read_session(), session_id, person, now=clock.now())
    form = answers_form(page.questions)
    if not form.validate() and page.booking is None:
        return _session_page(session_id, refusal=None, form=form), 422
    try:
        with transaction() as db:
            booking = book_session(
                db,
                session_id,
                person=person,
                by=person,
                organisation_id=request.form.get("organisation_id", type=int),
                despite_overlap=other == KEEP,
                instead_of=request.form.get("instead_of") or (other if other != KEEP else None),
                now=clock.now(),
            )
            record_answers(db, booking, form.answers())
            reference, status = booking.reference, booking.status
    except AlreadyBooked as error:
        flash(_("Vous aviez déjà une réservation ici\u00a0: la voici."), "info")
        return redirect(url_for("booking.show", reference=error.facts["reference"]), 303)
    except DomainError as error:
        return _session_page(session_id, refusal=error, form=form), error.status
    flash(str(RECEIPTS[status]), "success")
    return redirect(url_for("booking.show", reference=reference), 303)


def _session_page(session_id: int, *, refusal: DomainError | None, form: AnswersForm | None = None) -> str:
    page = session_page(read_session(), session_id, person_or_none(), now=clock.now())
    usual = {"need": page.usual_need, "keeps_need": bool(page.usual_need)}
    return render_template(
        "kinds/trainings/show_session.html",
        page=page,
        refusal=refusal,
        form=form or answers_form(page.questions, formdata=None, data=usual),
        chosen=request.form.get("organisation_id", type=int),
    )
