"""Who has a tool and who asked for it; what staff do with one booking: answer, cancel."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.booking import operations as booking
from shared_services.booking.models import Booking, CancelledBy
from shared_services.booking.policies import can_manage_booking
from shared_services.booking.queries import get_booking
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.forms import Form
from shared_services.core.i18n import _
from shared_services.network.policies import can_manage_hub

from .. import operations, policies
from ..errors import LoansInTheWay
from ..forms import ExtendForm, HandOverForm, ReasonForm, ReturnForm
from ..loans.pages import board, loan_page, loans_page
from .blueprint import blueprint

Answer = Response | tuple[str, int]


@blueprint.get("/manage/tools/<int:offer_id>/loans")
@allowed(policies.can_manage_tool)
def loans(offer_id: int) -> str:
    """The loans of a tool: asked for, to come, out, and those who wait."""
    page = loans_page(read_session(), offer_id, now=clock.now())
    return render_template("kinds/tools/manage/loans.html", page=page)


@blueprint.get("/manage/loans/<reference>")
@allowed(can_manage_booking)
def show_loan(reference: str) -> str:
    """Everything the hub can do with one loan."""
    return _page(reference)


@blueprint.post("/manage/loans/<reference>/approve")
@allowed(can_manage_booking)
def approve_loan(reference: str) -> Response:
    """Say yes; the units were held since they were asked for."""
    with transaction() as db:
        found = get_booking(db, reference)
        booking.approve(db, found.id, by=current_person(), now=clock.now())
    flash(_("La demande est acceptée. La personne est prévenue."), "success")
    return _to_loans(reference)


@blueprint.post("/manage/loans/<reference>/refuse")
@allowed(can_manage_booking)
def refuse_loan(reference: str) -> Answer:
    """Say no, and why."""
    form = ReasonForm(prefix="refuse-")

    def say_no(db: Session, found: Booking) -> None:
        booking.refuse(db, found.id, by=current_person(), reason=form.reason.data or "", now=clock.now())

    return _try(reference, "refuse", form, say_no, _("La demande est refusée. La personne est prévenue."))


@blueprint.post("/manage/loans/<reference>/cancel")
@allowed(can_manage_booking)
def cancel_loan(reference: str) -> Answer:
    """Cancel a loan, and say why."""
    form = ReasonForm(prefix="cancel-")

    def take_out(db: Session, found: Booking) -> None:
        booking.cancel(
            db,
            found.id,
            by=current_person(),
            cancelled_by=CancelledBy.HUB,
            reason=form.reason.data or "",
            now=clock.now(),
        )

    return _try(reference, "cancel", form, take_out, _("Le prêt est annulé. La personne est prévenue."))


@blueprint.post("/manage/loans/<reference>/hand-over")
@allowed(can_manage_booking)
def hand_over(reference: str) -> Answer:
    """Give the units with those labels to whoever booked."""
    form = HandOverForm(prefix="hand-")

    def give(db: Session, found: Booking) -> None:
        operations.hand_over(
            db,
            found.id,
            form.wanted(),
            state=form.state.data or "",
            photo=form.picture,
            by=current_person(),
            now=clock.now(),
        )

    return _try(reference, "hand", form, give, _("C'est remis. Bon prêt !"))


@blueprint.post("/manage/loans/<reference>/take-back")
@allowed(can_manage_booking)
def take_back(reference: str) -> Answer:
    """Note what is back; what stands in the way of a repair is said, the units are back all the same."""
    form = ReturnForm.of(loan_page(read_session(), reference).out, prefix="back-")
    refusals: list[LoansInTheWay] = []

    def note(db: Session, found: Booking) -> None:
        refusals.extend(
            operations.take_back(
                db, found.id, form.returns(), photo=form.picture, by=current_person(), now=clock.now()
            )
        )

    answer = _try(reference, "back", form, note, _("C'est noté : le retour est enregistré."))
    for refusal in refusals:
        sentence = _("Le retour est noté, mais pas encore la réparation.")
        flash(f"{sentence} {refusal}", "warning")
    return answer


@blueprint.post("/manage/loans/<reference>/settle")
@allowed(can_manage_booking)
def settle(reference: str) -> Response:
    """What was missing is settled: the loan is closed."""
    with transaction() as db:
        operations.settle(db, get_booking(db, reference).id, by=current_person(), now=clock.now())
    flash(_("Le prêt est clos."), "success")
    return _to_loan(reference)


@blueprint.post("/manage/loans/<reference>/extend")
@allowed(can_manage_booking)
def extend_loan(reference: str) -> Answer:
    """Let them keep it some days more, when nobody has those days."""
    form = ExtendForm(prefix="extend-")

    def keep(db: Session, found: Booking) -> None:
        last = form.last.data
        if last is not None:
            operations.extend_loan(db, found.id, last, by=current_person(), by_desk=True, now=clock.now())

    return _try(reference, "extend", form, keep, _("Le prêt est prolongé."))


@blueprint.get("/manage/<int:hub_id>/loans")
@allowed(can_manage_hub)
def day(hub_id: int) -> str:
    """What is late, comes back today, leaves today, and the week to come."""
    return render_template(
        "kinds/tools/manage/day.html", board=board(read_session(), hub_id, now=clock.now())
    )


def _try(
    reference: str, name: str, form: Form, verb: Callable[[Session, Booking], Any], receipt: str
) -> Answer:
    """Do it, or show the loan again with a sentence where it is needed."""
    if not form.validate():
        return _page(reference, **{name: form}), 422
    try:
        with transaction() as db:
            verb(db, get_booking(db, reference))
    except DomainError as error:
        form.refuse(getattr(error, "field", ""), str(error))
        return _page(reference, **{name: form}), error.status
    flash(receipt, "success")
    return _to_loans(reference) if name == "refuse" else _to_loan(reference)


def _to_loan(reference: str) -> Response:
    return redirect(url_for("tools_manage.show_loan", reference=reference), 303)


def _to_loans(reference: str) -> Response:
    page = loan_page(read_session(), reference)
    return redirect(url_for("tools_manage.loans", offer_id=page.tool.offer_id), 303)


def _page(reference: str, **submitted: Form) -> str:
    page = loan_page(read_session(), reference)
    forms: dict[str, Form] = {
        "refuse": ReasonForm(formdata=None, prefix="refuse-"),
        "cancel": ReasonForm(formdata=None, prefix="cancel-"),
        "hand": HandOverForm(formdata=None, prefix="hand-"),
        "back": ReturnForm.of(page.out, formdata=None, prefix="back-"),
        "extend": ExtendForm(formdata=None, prefix="extend-"),
    } | submitted
    return render_template("kinds/tools/manage/loan.html", page=page, forms=forms)
