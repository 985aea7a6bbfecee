"""Holding a session again: the dates that would be made are shown first, then all made at once."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from shared_services.accounts.current import current_person
from shared_services.booking.errors import StaffBusy
from shared_services.booking.operations import required_not_free, who_is_busy
from shared_services.booking.queries import list_required
from shared_services.booking.requirements import Requirement
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _, ngettext
from shared_services.core.public_holidays import name_of_holiday
from shared_services.network.queries import list_trainers

from .. import operations, policies, queries
from ..errors import DecidesTooLate, InThePast
from ..forms import RepeatForm
from ..models import TrainingSession
from ..operations import SessionPlan
from ..repeating import first_day, plan_on
from .blueprint import blueprint


@dataclass(frozen=True)
class Foreseen:
    """One date as it would be made: what a manager should know, and whether it can be made at all."""

    day: date
    plan: SessionPlan | None
    impossible: str = ""
    holiday: str = ""
    busy: tuple[str, ...] = ()
    not_free: tuple[str, ...] = ()
    is_wanted: bool = False

    @property
    def noon(self) -> datetime:
        """For pages, which say days from instants."""
        return datetime.combine(self.day, time(12), UTC)


@blueprint.route("/manage/sessions/<int:session_id>/repeat", methods=["GET", "POST"])
@allowed(policies.can_manage_session)
def repeat_session(session_id: int) -> Response | str | tuple[str, int]:
    """Days to choose, then each date with its holiday and who is busy, then one button that makes them."""
    session = queries.get_session(read_session(), session_id)
    form = _form(session)
    if not form.is_submitted():
        return _page(session, form, [])
    days = form.days()
    if days is None:
        return _page(session, form, []), 422
    now = clock.now()
    foreseen = _foresee(read_session(), session, form, days, now=now)
    if "make" not in request.form:
        return _page(session, form, foreseen)
    plans = [one.plan for one in foreseen if one.is_wanted and one.plan is not None]
    if not plans:
        form.refuse("", _("Gardez au moins une date."))
        return _page(session, form, foreseen), 422
    try:
        with transaction() as db:
            operations.repeat_session(db, session_id, plans, by=current_person(), now=now)
    except DomainError as error:
        session = queries.get_session(read_session(), session_id)
        form.refuse("trainers" if isinstance(error, StaffBusy) else "", _sentence(error, session.time_zone))
        return _page(session, form, _foresee(read_session(), session, form, days, now=now)), 422
    return _made(session_id, len(plans))


def _made(session_id: int, number: int) -> Response:
    flash(
        ngettext(
            "%(num)d session est créée. Les formateurs sont prévenus.",
            "%(num)d sessions sont créées. Les formateurs sont prévenus.",
            number,
        ),
        "success",
    )
    session = queries.get_session(read_session(), session_id)
    return redirect(url_for("trainings_manage.edit_offer", offer_id=session.offer_id), 303)


def _form(session: TrainingSession) -> RepeatForm:
    form = RepeatForm(
        data={
            "first_on": first_day(session) + timedelta(days=7),
            "every": 1,
            "rhythm": "once",
            "skip_holidays": True,
            "trainers": [trainer.id for trainer in session.trainers],
        }
    )
    team = list_trainers(read_session(), session.hub_id or 0)
    form.trainers.choices = [SelectChoice(one.id, one.name) for one in team]
    return form


def _foresee(
    db: Session, session: TrainingSession, form: RepeatForm, days: list[date], *, now: datetime
) -> list[Foreseen]:
    """Ticked unless it cannot be made, it is a holiday to skip, somebody is busy or something it requires
    is not free; then as she ticked."""
    trainer_ids = tuple(form.trainers.data or ())
    requires = tuple(Requirement(id_, units) for id_, _title, units in list_required(db, session.id))
    plans = {day: _plan(session, day, trainer_ids, requires, now=now) for day in days}
    possible = {day: plan.periods for day, plan in plans.items() if isinstance(plan, SessionPlan)}
    busy_on = who_is_busy(db, trainer_ids, possible)
    refused_on = required_not_free(db, requires, possible)
    names = {person.id: person.name for person in queries.list_people(db, trainer_ids)}
    departements = queries.list_departements(db, session.hub_id or 0)
    ticked = set(request.form.getlist("keep")) if "make" in request.form else None
    foreseen = []
    for day, plan in plans.items():
        if not isinstance(plan, SessionPlan):
            foreseen.append(Foreseen(day=day, plan=None, impossible=plan))
            continue
        holiday = name_of_holiday(day, departements) or ""
        busy = tuple(name for person_id, name in names.items() if person_id in busy_on[day])
        not_free = tuple(refused_on[day])
        by_itself = not busy and not not_free and not (holiday and form.skip_holidays.data)
        wanted = by_itself if ticked is None else day.isoformat() in ticked
        foreseen.append(Foreseen(day, plan, holiday=holiday, busy=busy, not_free=not_free, is_wanted=wanted))
    return foreseen


def _plan(
    session: TrainingSession,
    day: date,
    trainer_ids: tuple[int, ...],
    requires: tuple[Requirement, ...],
    *,
    now: datetime,
) -> SessionPlan | str:
    """The plan of that day, or the sentence that says why there is none."""
    try:
        plan = replace(plan_on(session, day), trainer_ids=trainer_ids, requires=requires)
    except DomainError as error:
        return str(error)
    except (OverflowError, ValueError):
        return _("Cette date n'existe pas.")
    start = plan.periods[0][0]
    if start <= now:
        return str(InThePast())
    decides = plan.decides_before
    is_late = decides is not None and decides.at(start, session.time_zone) <= now
    return str(DecidesTooLate()) if is_late else plan


def _sentence(error: DomainError, zone: str) -> str:
    if isinstance(error, StaffBusy):
        return render_template("kinds/trainings/manage/_busy.txt", zone=zone, **error.facts)
    return str(error)


def _page(session: TrainingSession, form: RepeatForm, foreseen: list[Foreseen]) -> str:
    return render_template(
        "kinds/trainings/manage/repeat_session.html", session=session, form=form, foreseen=foreseen
    )
