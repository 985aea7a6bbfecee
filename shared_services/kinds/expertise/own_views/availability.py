"""When she can be met: the hours of her weeks, days that differ, absences. Typed once, for all hubs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.accounts.models import Person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.calendar_grid import WEEK, Stretch
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.core.local_time import to_local

from .. import operations, policies, queries
from ..agenda import zone_of
from ..availability import queries as known
from ..availability.models import AvailabilityRange
from ..errors import UNREAD
from ..forms import AbsenceForm, AddressForm, DayForm, EndForm, FileForm, WeeklyForm
from .blueprint import blueprint

Answer = Response | str | tuple[str, int]
LOOKED_AHEAD = timedelta(days=365)


@blueprint.get("/my-availability")
@allowed(policies.is_expert)
def availability() -> str:
    """All that is known of her time, what is booked and no longer covered, and the forms to change it."""
    return availability_page()


@blueprint.post("/my-availability/weekly")
@allowed(policies.is_expert)
def add_weekly() -> Answer:
    """Hours of the week more."""
    zone = _zone()
    form = WeeklyForm(prefix="weekly-", today=to_local(clock.now(), zone).date())

    def write(db: Session, person: Person) -> None:
        operations.add_weekly(db, person, form.weekly(zone), now=clock.now())

    return change("weekly", form, write, _("Ces heures sont ajoutées à votre semaine."))


@blueprint.route("/my-availability/weekly/<int:range_id>/end", methods=["GET", "POST"])
@allowed(policies.is_expert)
def end_weekly(range_id: int) -> Answer:
    """Until when some hours still stand; those that never began go at once."""
    person, now = current_person(), clock.now()
    row = known.get_hers(read_session(), AvailabilityRange, range_id, person.id)
    today = to_local(now, row.time_zone).date()
    form = EndForm(data={"last_on": row.last_on or today})
    if not form.validate_on_submit():
        names = [name for name, _short in Stretch(WEEK, today, today).weekdays]
        page = render_template(
            "kinds/expertise/mine/end_weekly.html", form=form, row=row, weekday=names[row.weekday]
        )
        return (page, 422) if form.is_submitted() else page
    last_on = form.last_on.data or today
    with transaction() as db:
        operations.end_weekly(db, range_id, last_on=last_on, by=person, now=now)
    return _done(_("C'est noté. Les rendez-vous déjà pris restent\u00a0: voyez ceux qui sont en dehors."))


@blueprint.post("/my-availability/days")
@allowed(policies.is_expert)
def set_day() -> Answer:
    """A day with other hours, or none."""
    zone, form = _zone(), DayForm(prefix="day-")

    def write(db: Session, person: Person) -> None:
        day = form.day.data
        if day is not None:
            operations.set_day(db, person, day, form.hours(), time_zone=zone, now=clock.now())

    return change("day", form, write, _("Ce jour-là est changé."))


@blueprint.post("/my-availability/days/<int:row_id>/remove")
@allowed(policies.is_expert)
def remove_day(row_id: int) -> Response:
    """The day is like its week again."""
    with transaction() as db:
        operations.remove_day(db, row_id, by=current_person(), now=clock.now())
    return _done(_("Ce jour redevient comme les autres."))


@blueprint.post("/my-availability/absences")
@allowed(policies.is_expert)
def add_absence() -> Answer:
    """Away, for all hubs."""
    zone, form = _zone(), AbsenceForm(prefix="absence-")

    def write(db: Session, person: Person) -> None:
        reason = form.reason.data or ""
        operations.add_absence(db, person, form.stretch(zone), reason=reason, now=clock.now())

    return change("absence", form, write, _("L'absence est notée, pour tous vos hubs."))


@blueprint.post("/my-availability/absences/<int:row_id>/remove")
@allowed(policies.is_expert)
def remove_absence(row_id: int) -> Response:
    """There after all."""
    with transaction() as db:
        operations.remove_absence(db, row_id, by=current_person(), now=clock.now())
    return _done(_("L'absence est retirée."))


def change(name: str, form: Any, write: Callable[[Session, Person], None], receipt: str) -> Answer:
    """Do it, or show the page again with what refuses."""
    if not form.validate():
        return availability_page(**{name: form}), 422
    try:
        with transaction() as db:
            write(db, current_person())
    except DomainError as error:
        form.refuse(getattr(error, "field", ""), str(error))
        return availability_page(**{name: form}), error.status
    return _done(receipt)


def availability_page(**forms: Any) -> str:
    """The page, with the form that was refused in its place."""
    db, now, person = read_session(), clock.now(), current_person()
    zone = zone_of(db, person.id)
    today = to_local(now, zone).date()
    shown = {
        "weekly": WeeklyForm(formdata=None, prefix="weekly-", today=today, data={"first_on": today}),
        "day": DayForm(formdata=None, prefix="day-"),
        "absence": AbsenceForm(formdata=None, prefix="absence-"),
        "address": AddressForm(formdata=None, prefix="address-"),
        "file": FileForm(formdata=None, prefix="file-"),
    }
    return render_template(
        "kinds/expertise/mine/availability.html",
        forms=shown | forms,
        zone=zone,
        today=today,
        weekdays=[name for name, _short in Stretch(WEEK, today, today).weekdays],
        ranges=known.list_ranges(db, person.id, today=today),
        days=known.list_exceptions(db, person.id, today=today),
        absences=known.list_absences(db, person.id, now=now),
        calendars=known.list_calendars(db, person.id),
        collisions=operations.list_collisions(db, person.id, now=now, until=now + LOOKED_AHEAD),
        experts=queries.list_experts_of_person(db, person.id),
        unread=UNREAD,
    )


def _zone() -> str:
    return zone_of(read_session(), current_person().id)


def _done(receipt: str) -> Response:
    flash(receipt, "success")
    return redirect(url_for("experts.availability"), 303)
