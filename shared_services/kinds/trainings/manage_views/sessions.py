"""Planning a session, changing it, cancelling it."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.booking.errors import NotRequirable, StaffBusy, UnitsNotFree
from shared_services.booking.models import Verdict
from shared_services.booking.operations import list_lendable
from shared_services.booking.presence import list_there
from shared_services.booking.queries import list_required
from shared_services.booking.reasons import TOO_FEW, in_french
from shared_services.booking.requirements import Lendable
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.core.redirects import same_site_path
from shared_services.network.queries import list_trainers

from .. import operations, policies, queries
from ..errors import DecidesTooLate
from ..forms import ReasonForm, RequirementsField, SessionForm
from ..models import TrainingOffer, TrainingSession
from ..operations import SessionPlan
from .blueprint import blueprint

Answer = Response | str | tuple[str, int]


@blueprint.route("/manage/trainings/<int:offer_id>/sessions/new", methods=["GET", "POST"])
@allowed(policies.can_manage_offer)
def new_session(offer_id: int) -> Answer:
    """Plan a session of the training."""
    db = read_session()
    offer = queries.get_offer(db, offer_id)
    first_row = {"day": _day_asked()}
    habits = {
        "needs_approval": offer.hub.approves_by_default,
        "minimum": offer.hub.minimum,
        "decides_before": offer.hub.decides_before,
    }
    form = SessionForm(data=habits | {"half_days": [first_row]})
    form.offer_trainers(list_trainers(db, offer.hub_id))
    form.requires.propose(list_lendable(db, offer.hub_id))
    if not form.is_submitted() or _changed_rows(form):
        return _new_page(offer, form)
    zone = offer.hub.time_zone
    plan = form.plan(zone, known=(), now=clock.now())
    if plan is None:
        return _new_page(offer, form), 422
    try:
        session_id = _plan(offer_id, plan, form.capacity.data or 0)
    except DomainError as error:
        _say(form, error, zone)
        return _new_page(queries.get_offer(read_session(), offer_id), form), 422
    flash(_("La session est créée."), "success")
    return redirect(url_for("trainings_manage.roster", session_id=session_id), 303)


@blueprint.route("/manage/sessions/<int:session_id>/edit", methods=["GET", "POST"])
@allowed(policies.can_manage_session)
def edit_session(session_id: int) -> Answer:
    """New dates, place or trainers, told to everybody; or other rules, told to nobody."""
    session = queries.get_session(read_session(), session_id)
    form = _edit_form(session)
    if not form.is_submitted() or _changed_rows(form):
        return _edit_page(session, form)
    known = [(half_day.starts_at, half_day.ends_at) for half_day in session.half_days]
    plan = form.plan(session.time_zone, known=known, now=clock.now())
    if plan is None:
        return _edit_page(session, form), 422
    try:
        with transaction() as db:
            operations.change_session(db, session_id, plan, by=current_person(), now=clock.now())
    except DomainError as error:
        session = queries.get_session(read_session(), session_id)
        _say(form, error, session.time_zone)
        return _edit_page(session, form), 422
    flash(_("La session est modifiée. Les personnes concernées sont prévenues."), "success")
    return redirect(url_for("trainings_manage.roster", session_id=session_id), 303)


@blueprint.route("/manage/sessions/<int:session_id>/cancel", methods=["GET", "POST"])
@allowed(policies.can_manage_session)
def cancel_session(session_id: int) -> Answer:
    """Ask once, with a reason, then tell everybody."""
    session = queries.get_session(read_session(), session_id)
    form = ReasonForm(data={"reason": in_french(TOO_FEW) if session.verdict == Verdict.ASKED else ""})
    if not form.validate_on_submit():
        page = render_template(
            "kinds/trainings/manage/cancel_session.html",
            session=session,
            form=form,
            there=list_there(read_session(), session_id),
            now=clock.now(),
        )
        return (page, 422) if form.is_submitted() else page
    with transaction() as db:
        operations.cancel_session(
            db, session_id, by=current_person(), reason=form.reason.data, now=clock.now()
        )
    flash(_("La session est annulée. Tout le monde est prévenu."), "success")
    return redirect(url_for("trainings_manage.roster", session_id=session_id), 303)


@blueprint.post("/manage/sessions/<int:session_id>/maintain")
@allowed(policies.can_manage_session)
def let_stand(session_id: int) -> Response:
    """Hold it although few people come, then back to where the question was read."""
    with transaction() as db:
        operations.let_session_stand(db, session_id, by=current_person(), now=clock.now())
    flash(_("La session est maintenue. Tout le monde est prévenu."), "success")
    back = same_site_path(request.form.get("next"))
    return redirect(back or url_for("trainings_manage.roster", session_id=session_id), 303)


def _day_asked() -> date | None:
    """The day that the calendar's link names."""
    try:
        return date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return None


def _plan(offer_id: int, plan: SessionPlan, capacity: int) -> int:
    with transaction() as db:
        session = operations.plan_session(
            db, offer_id, plan, capacity=capacity, by=current_person(), now=clock.now()
        )
        return session.id


def _edit_form(session: TrainingSession) -> SessionForm:
    db, hub_id = read_session(), session.hub_id or 0
    needed = list_required(db, session.id)
    form = SessionForm(
        data=SessionForm.filled_with(session) | {"requires": RequirementsField.filled_with(needed)}
    )
    form.keep_capacity()
    lendable = {one.bookable_id: one for one in list_lendable(db, hub_id)}
    kept = [Lendable(id_, title) for id_, title, _units in needed if id_ not in lendable]
    form.requires.propose([*kept, *lendable.values()])
    trainers = {trainer.id: trainer for trainer in list_trainers(db, hub_id)}
    trainers |= {trainer.id: trainer for trainer in session.trainers}
    form.offer_trainers(sorted(trainers.values(), key=lambda trainer: trainer.sort_key))
    return form


def _changed_rows(form: SessionForm) -> bool:
    """One half day more or less: the page comes back with everything typed, nothing is checked yet."""
    if "add" in request.form:
        form.add_row()
        return True
    if "add_required" in request.form:
        form.requires.add_row()
        return True
    number = request.form.get("remove", type=int)
    if number is not None:
        form.remove_row(number)
        return True
    return False


def _say(form: SessionForm, error: DomainError, zone: str) -> None:
    if isinstance(error, StaffBusy):
        form.refuse("trainers", render_template("kinds/trainings/manage/_busy.txt", zone=zone, **error.facts))
    elif isinstance(error, UnitsNotFree | NotRequirable):
        form.refuse("requires", str(error))
    elif isinstance(error, DecidesTooLate):
        form.refuse("decides_before", str(error))
    else:
        form.refuse("", str(error))


def _new_page(offer: TrainingOffer, form: SessionForm) -> str:
    return render_template("kinds/trainings/manage/new_session.html", offer=offer, form=form)


def _edit_page(session: TrainingSession, form: SessionForm) -> str:
    return render_template("kinds/trainings/manage/edit_session.html", session=session, form=form)
