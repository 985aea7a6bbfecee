"""What staff do with one booking of a session: answer, cancel, move."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from shared_services.accounts.current import current_person
from shared_services.booking import operations as booking
from shared_services.booking.models import Booking, CancelledBy
from shared_services.booking.no_shows.counting import count_no_shows
from shared_services.booking.policies import can_manage_booking
from shared_services.booking.queries import get_booking, seats_of
from shared_services.booking.questions.views import file_of
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.forms import Form
from shared_services.core.i18n import _

from .. import policies, queries
from ..forms import MoveForm, ReasonForm
from ..pages import other_dates
from .blueprint import blueprint

Answer = Response | tuple[str, int]
Verb = Callable[[Session, Booking], Any]


@blueprint.get("/manage/bookings/<reference>")
@allowed(can_manage_booking)
def show_booking(reference: str) -> str:
    """Everything the hub can do with one booking."""
    return _page(reference)


@blueprint.post("/manage/bookings/<reference>/approve")
@allowed(can_manage_booking)
def approve(reference: str) -> Response:
    """Say yes; the seat was held since it was asked."""
    _do(reference, lambda db, found: booking.approve(db, found.id, by=current_person(), now=clock.now()))
    flash(_("La demande est acceptée. La personne est prévenue."), "success")
    return _to_roster(reference)


@blueprint.get("/manage/bookings/<reference>/files/<int:question_id>")
@allowed(policies.can_read_answers)
def answer_file(reference: str, question_id: int) -> Response:
    """The file somebody sent with her booking."""
    return file_of(reference, question_id)


@blueprint.post("/manage/bookings/<reference>/refuse")
@allowed(can_manage_booking)
def refuse(reference: str) -> Answer:
    """Say no, and why."""
    form = ReasonForm(prefix="refuse-")

    def say_no(db: Session, found: Booking) -> None:
        booking.refuse(db, found.id, by=current_person(), reason=form.reason.data, now=clock.now())

    return _try(reference, "refuse", form, say_no, _("La demande est refusée. La personne est prévenue."))


@blueprint.post("/manage/bookings/<reference>/cancel")
@allowed(can_manage_booking)
def cancel(reference: str) -> Answer:
    """Cancel a place, and say why."""
    form = ReasonForm(prefix="cancel-")

    def take_out(db: Session, found: Booking) -> None:
        booking.cancel(
            db,
            found.id,
            by=current_person(),
            cancelled_by=CancelledBy.HUB,
            reason=form.reason.data,
            now=clock.now(),
        )

    return _try(reference, "cancel", form, take_out, _("La place est annulée. La personne est prévenue."))


@blueprint.post("/manage/bookings/<reference>/move")
@allowed(can_manage_booking)
def move(reference: str) -> Answer:
    """Move a booking to another date of the same training; full, it stays where it is."""
    form = MoveForm(prefix="move-")
    form.to_session.choices = _dates(get_booking(read_session(), reference))

    def go(db: Session, found: Booking) -> None:
        target = form.to_session.data
        booking.move_booking(
            db, found.id, target, by=current_person(), reason=form.reason.data, now=clock.now()
        )

    return _try(reference, "move", form, go, _("La réservation est déplacée. La personne est prévenue."))


def _do(reference: str, verb: Verb) -> None:
    with transaction() as db:
        verb(db, get_booking(db, reference))


def _try(reference: str, name: str, form: Form, verb: Verb, receipt: str) -> Answer:
    """Do it, or show the booking again with a sentence where it is needed."""
    if not form.validate():
        return _page(reference, **{name: form}), 422
    try:
        _do(reference, verb)
    except DomainError as error:
        form.refuse("to_session" if name == "move" else "", str(error))
        return _page(reference, **{name: form}), error.status
    flash(receipt, "success")
    return _to_roster(reference)


def _to_roster(reference: str) -> Response:
    session_id = get_booking(read_session(), reference).bookable_id
    return redirect(url_for("trainings_manage.roster", session_id=session_id), 303)


def _dates(found: Booking) -> list[SelectChoice]:
    db = read_session()
    session = queries.get_session(db, found.bookable_id)
    return [SelectChoice(other.id) for other in other_dates(db, session, now=clock.now())]


def _page(reference: str, **submitted: Form) -> str:
    db = read_session()
    found = get_booking(db, reference)
    session = queries.get_session(db, found.bookable_id)
    dates = other_dates(db, session, now=clock.now())
    forms: dict[str, Form] = {
        "refuse": ReasonForm(formdata=None, prefix="refuse-"),
        "cancel": ReasonForm(formdata=None, prefix="cancel-"),
        "move": MoveForm(formdata=None, prefix="move-"),
    } | submitted
    return render_template(
        "kinds/trainings/manage/booking.html",
        booking=found,
        session=session,
        missed=count_no_shows(db, session.hub_id, [found.person_id], now=clock.now()).get(found.person_id),
        dates=dates,
        seats=seats_of(db, [date.id for date in dates]),
        forms=forms,
    )
