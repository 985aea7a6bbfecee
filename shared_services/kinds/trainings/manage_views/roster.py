"""Who comes to a session, seen by its staff."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from shared_services.accounts.current import current_person
from shared_services.booking import operations as booking
from shared_services.booking.models import Booking, BookingStatus
from shared_services.booking.queries import list_mailings
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.network.models import Organisation

from .. import operations, policies, queries
from ..forms import AddPersonForm, CapacityForm, SeveralForm
from ..pages import other_dates, roster_page
from ..roster_wish import STATES, RosterWish
from .blueprint import blueprint

Answer = Response | str | tuple[str, int]


@blueprint.get("/manage/sessions/<int:session_id>")
@allowed(policies.can_see_roster)
def roster(session_id: int) -> str:
    """Who comes, who waits, who asked."""
    return roster_html(session_id)


@blueprint.post("/manage/sessions/<int:session_id>/capacity")
@allowed(policies.can_manage_session)
def change_capacity(session_id: int) -> Answer:
    """More places are offered at once to those who wait; fewer than taken is refused."""
    form = CapacityForm()
    if not form.validate_on_submit():
        return roster_html(session_id, capacity_form=form), 422
    try:
        with transaction() as db:
            booking.change_capacity(
                db, session_id, form.capacity.data or 0, by=current_person(), now=clock.now()
            )
    except DomainError as error:
        form.refuse("capacity", str(error))
        return roster_html(session_id, capacity_form=form), error.status
    flash(_("Le nombre de places est changé."), "success")
    return redirect(url_for("trainings_manage.roster", session_id=session_id), 303)


@blueprint.post("/manage/sessions/<int:session_id>/people")
@allowed(policies.can_manage_session)
def add_person(session_id: int) -> Answer:
    """Add somebody by her address; when it is full she waits like everybody."""
    form = AddPersonForm()
    if not form.validate_on_submit():
        return roster_html(session_id, add_form=form), 422
    try:
        with transaction() as db:
            added = operations.add_person(
                db, session_id, email=form.email.data, by=current_person(), now=clock.now()
            )
            waits = added.status == BookingStatus.WAITLISTED
    except DomainError as error:
        form.refuse("email", str(error))
        return roster_html(session_id, add_form=form), error.status
    flash(
        _("C'est complet\u00a0: la personne est sur la liste d'attente.")
        if waits
        else _("La personne est inscrite. Elle reçoit un message."),
        "success",
    )
    return redirect(url_for("trainings_manage.roster", session_id=session_id), 303)


def several_form(session_id: int, **given: Any) -> SeveralForm:
    """It may move people to the dates of the training still to come."""
    form = SeveralForm(prefix="several-", **given)
    session = queries.get_session(read_session(), session_id)
    dates = other_dates(read_session(), session, now=clock.now())
    form.to_session.choices = [SelectChoice(0), *(SelectChoice(date.id) for date in dates)]
    return form


def roster_html(
    session_id: int,
    *,
    capacity_form: CapacityForm | None = None,
    add_form: AddPersonForm | None = None,
    several: SeveralForm | None = None,
) -> str:
    """The page, with the form that was refused when there is one."""
    page = roster_page(read_session(), session_id, current_person(), now=clock.now())
    wish = RosterWish.read(request.form if several else request.args)
    return render_template(
        "kinds/trainings/manage/roster.html",
        page=replace(page, bookings=wish.apply(page.bookings)),
        total=len(page.bookings),
        wish=wish,
        mailings=list_mailings(read_session(), session_id),
        organisations=_organisations(page.bookings),
        dates=other_dates(read_session(), page.session, now=clock.now()),
        ticked=request.form.getlist("booking"),
        states=STATES,
        several=several or several_form(session_id, formdata=None),
        capacity_form=capacity_form or CapacityForm(formdata=None, data={"capacity": page.session.capacity}),
        add_form=add_form or AddPersonForm(formdata=None),
    )


def _organisations(bookings: Sequence[Booking]) -> list[Organisation]:
    found = {one.organisation.id: one.organisation for one in bookings if one.organisation}
    return sorted(found.values(), key=lambda organisation: organisation.sort_key)
