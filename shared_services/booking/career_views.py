"""One's working life: the organisations one belonged to, what one was trained in there, leaving one."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.accounts.models import Person
from shared_services.core import clock
from shared_services.core.access import allowed, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.network.errors import SuccessorNeeded
from shared_services.network.models import Affiliation, BondState, Organisation
from shared_services.network.policies import can_leave_organisation
from shared_services.network.queries import (
    get_affiliation,
    list_affiliations_of,
    list_memberships_of,
    list_organisations_of,
    list_referents,
    list_successors,
)

from . import operations, queries
from .facts import Facts, describe_bookings
from .forms import LeaveForm, leave_form
from .models import Audience, Booking, BookingStatus
from .operations.cancel import is_too_late

blueprint = Blueprint("career", __name__)


@blueprint.get("/career")
@signed_in
def show() -> str:
    """Where I worked, from when to when, and what I was trained in there."""
    db, person = read_session(), current_person()
    attended = queries.list_attended_by(db, person.id)
    by_organisation: dict[int | None, list[Booking]] = {}
    for booking in attended:
        by_organisation.setdefault(booking.organisation_id, []).append(booking)
    past = (BondState.ACCEPTED, BondState.ENDED)
    return render_template(
        "booking/career.html",
        affiliations=[
            one for one in list_affiliations_of(db, person.id) if one.state in past and one.decided_at
        ],
        attended=by_organisation,
        facts=describe_bookings(db, attended),
    )


@dataclass(frozen=True)
class _Leaving:
    """What the page of a leaving shows."""

    affiliation: Affiliation
    bookings: list[Booking]
    facts: dict[int, Facts]
    form: LeaveForm
    successors: list[Person]


@blueprint.route("/affiliations/<int:affiliation_id>/leave", methods=["GET", "POST"])
@allowed(can_leave_organisation)
def leave(affiliation_id: int) -> Response | tuple[str, int]:
    """Leave an organisation: choose, place by place, what becomes of what was booked for it."""
    page = _leaving(read_session(), affiliation_id, now=clock.now())
    status = 200
    if page.form.is_submitted():
        status = 422
        if page.form.validate():
            try:
                _leave_now(page)
            except DomainError as error:
                page = _leaving(read_session(), affiliation_id, now=clock.now())  # as it is by now
                is_about_successor = isinstance(error, SuccessorNeeded)
                page.form.refuse("successor" if is_about_successor else "", str(error))
                status = error.status
            else:
                flash(_("Vous avez quitté cette structure. Votre parcours garde ce que vous y avez suivi."))
                return redirect(url_for("career.show"), 303)
    return render_template("booking/leave.html", page=page), status


def _leaving(db: Session, affiliation_id: int, *, now: datetime) -> _Leaving:
    affiliation, person = get_affiliation(db, affiliation_id), current_person()
    bookings = queries.list_live_of(db, person.id, affiliation.organisation_id, now=now)
    facts = describe_bookings(db, bookings)
    others = [o for o in list_organisations_of(db, person.id) if o.id != affiliation.organisation_id]
    memberships = list_memberships_of(db, [organisation.id for organisation in others])
    stay = {referent.id for referent in list_referents(db, affiliation.organisation_id)} - {person.id}
    successors = list_successors(db, affiliation)
    has_referent = bool(stay or successors)
    questions = [
        (
            booking.id,
            facts[booking.id].title,
            _answers(
                booking,
                operations.list_keepers(booking.bookable, others, memberships),
                has_referent=has_referent,
                now=now,
            ),
        )
        for booking in bookings
    ]
    return _Leaving(affiliation, bookings, facts, leave_form(questions, successors), successors)


def _answers(
    booking: Booking, keepers: list[Organisation], *, has_referent: bool, now: datetime
) -> list[tuple[str, str]]:
    """What she may choose for one place, in words."""
    bookable = booking.bookable
    found = [
        (f"keep-{organisation.id}", _("Je la garde, pour %(name)s", name=organisation.name))
        for organisation in keepers
    ]
    if bookable.audience == Audience.ANYONE:
        found.append(("keep-", _("Je la garde, à mon nom seul")))
    holds_place = booking.status in (BookingStatus.CONFIRMED, BookingStatus.PENDING)
    if not (holds_place and is_too_late(booking, now)):
        found.append(("give_up", _("J'y renonce")))
    if has_referent:
        found.append(("hand_over", _("Je la laisse à la personne référente, qui la donne à une autre")))
    return found or [("hand_over", _("Je la laisse à ma structure"))]


def _leave_now(page: _Leaving) -> None:
    form, person, now = page.form, current_person(), clock.now()
    fates = {b.id: _fate(form[f"booking_{b.id}"].data) for b in page.bookings}
    successor = form.successor.data if "successor" in form else None
    with transaction() as db:
        operations.leave_organisation(
            db,
            page.affiliation.id,
            fates,
            by=person,
            reason=form.reason.data or "",
            successor_id=int(successor) if successor else None,
            now=now,
        )


def _fate(answer: str) -> operations.Fate:
    if answer.startswith("keep-"):
        number = answer.removeprefix("keep-")
        return operations.Fate(operations.Way.KEEP, int(number) if number else None)
    return operations.Fate(operations.Way(answer))
