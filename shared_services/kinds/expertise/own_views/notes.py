"""One appointment for who gives it: answering, what to prepare, what came out of it, cancelling."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.booking import operations as booking
from shared_services.booking.models import CancelledBy
from shared_services.booking.queries import get_booking
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.forms import Form
from shared_services.core.i18n import _

from .. import operations, policies
from ..forms import OutcomeForm, PreparationForm, ReasonForm
from ..models import WAYS
from ..pages import AppointmentPage, appointment_page
from .blueprint import blueprint

Answer = Response | str | tuple[str, int]


@blueprint.get("/my-appointments/<reference>")
@allowed(policies.can_note_appointment)
def notes(reference: str) -> str:
    """All about it, with the next step first."""
    return _page(reference)


@blueprint.post("/my-appointments/<reference>/preparation")
@allowed(policies.can_note_appointment)
def prepare(reference: str) -> Answer:
    """Write what to prepare; the person is told."""
    form = PreparationForm()

    def write(db: Session, booking_id: int) -> None:
        operations.prepare(db, booking_id, form.preparation.data or "", by=current_person(), now=clock.now())

    return _do(reference, "preparation", form, write, _("C'est noté. La personne est prévenue."))


@blueprint.post("/my-appointments/<reference>/outcome")
@allowed(policies.can_note_appointment)
def note(reference: str) -> Answer:
    """Note whether the person came, what was done, what comes next."""
    form = OutcomeForm()

    def write(db: Session, booking_id: int) -> None:
        operations.note_outcome(db, booking_id, form.noted(), by=current_person(), now=clock.now())

    return _do(reference, "outcome", form, write, _("Le compte rendu est enregistré."))


@blueprint.post("/my-appointments/<reference>/approve")
@allowed(policies.can_note_appointment)
def approve(reference: str) -> Answer:
    """Say yes to a request."""

    def write(db: Session, booking_id: int) -> None:
        booking.approve(db, booking_id, by=current_person(), now=clock.now())

    return _do(reference, "", Form(), write, _("Le rendez-vous est accepté. La personne est prévenue."))


@blueprint.post("/my-appointments/<reference>/refuse")
@allowed(policies.can_note_appointment)
def refuse(reference: str) -> Answer:
    """Say no, and why; the slot is free again."""
    form = ReasonForm(prefix="refuse-")

    def write(db: Session, booking_id: int) -> None:
        reason = form.reason.data or ""
        booking.refuse(db, booking_id, by=current_person(), reason=reason, now=clock.now())

    return _do(reference, "refuse", form, write, _("La demande est refusée. La personne est prévenue."))


@blueprint.post("/my-appointments/<reference>/cancel")
@allowed(policies.can_note_appointment)
def cancel(reference: str) -> Answer:
    """Cancel an appointment of the hub's, and say why; the slot is free again."""
    form = ReasonForm(prefix="cancel-")

    def write(db: Session, booking_id: int) -> None:
        booking.cancel(
            db,
            booking_id,
            by=current_person(),
            cancelled_by=CancelledBy.HUB,
            reason=form.reason.data or "",
            now=clock.now(),
        )

    return _do(reference, "cancel", form, write, _("Le rendez-vous est annulé. La personne est prévenue."))


def _do(reference: str, name: str, form: Any, write: Callable[[Session, int], None], receipt: str) -> Answer:
    if not form.validate():
        return _page(reference, **{name: form} if name else {}), 422
    try:
        with transaction() as db:
            write(db, get_booking(db, reference).id)
    except DomainError as error:
        approval = Form(formdata=None)  # above the page: the form may be there no longer
        approval.refuse("", str(error))
        return _page(reference, **({name: form} if name else {}), approval=approval), error.status
    flash(receipt, "success")
    return redirect(url_for("experts.notes", reference=reference), 303)


def _page(reference: str, **forms: Any) -> str:
    page = appointment_page(read_session(), reference, current_person())
    shown = {
        "preparation": PreparationForm(formdata=None, obj=page.appointment),
        "outcome": OutcomeForm(formdata=None, data=_noted(page)),
        "refuse": ReasonForm(formdata=None, prefix="refuse-"),
        "cancel": ReasonForm(formdata=None, prefix="cancel-"),
        "approval": Form(formdata=None),
    }
    return render_template(
        "kinds/expertise/mine/notes.html",
        page=page,
        forms=shown | forms,
        ways=WAYS,
        has_started=page.booking.period.has_started(clock.now()),
    )


def _noted(page: AppointmentPage) -> dict[str, Any]:
    """What was noted before; the length of the appointment to begin with."""
    noted = page.appointment
    return {
        "came": "no" if page.booking.status == "no_show" else "yes",
        "outcome": noted.outcome,
        "minutes_spent": noted.minutes if noted.noted_at is None else noted.minutes_spent,
        "follow_up": noted.follow_up,
    }
