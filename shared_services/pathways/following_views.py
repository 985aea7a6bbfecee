"""Following a pathway: where one stands, changing a module, leaving, what one knows; and who else sees it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.booking.facts import describe_bookings
from shared_services.booking.models import BookingStatus
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError, NotFound
from shared_services.core.i18n import _
from shared_services.core.paging import paginate
from shared_services.network.policies import can_speak_for_organisation
from shared_services.network.queries import get_organisation

from . import operations, policies, queries
from .choosing import change_page
from .forms import SCALE, ConfirmForm, RecogniseForm, ratings_form
from .models import EnrolmentStep, Moment
from .operations.plan import goes_together
from .operations.rate import may_assess, may_position
from .operations.steps import read_progress, standing_of
from .pages import build_all

blueprint = Blueprint("enrolments", __name__)

Answer = Response | str | tuple[str, int]


@blueprint.get("/enrolments/<int:enrolment_id>")
@allowed(policies.can_see_enrolment)
def show(enrolment_id: int) -> str:
    """What is done, what is next, the hours, the objectives before and after."""
    db, now, actor = read_session(), clock.now(), current_person()
    progress = read_progress(db, enrolment_id)
    enrolment = progress.enrolment
    ratings = {(one.objective, one.moment): one.score for one in queries.list_ratings(db, enrolment_id)}
    is_hers = enrolment.person_id == actor.id
    return render_template(
        "pathways/progress.html",
        progress=progress,
        goes_together=not enrolment.is_under_way or goes_together(db, progress),
        facts=describe_bookings(db, [one.booking for one in progress.standings if one.booking]),
        is_hers=is_hers,
        can_change=policies.can_change_enrolment(db, actor, enrolment_id=enrolment_id),
        can_recognise=policies.manages(db, actor, enrolment.pathway.hub_id),
        objectives=list(dict.fromkeys([*enrolment.pathway.objective_lines, *(one for one, _m in ratings)])),
        ratings=ratings,
        scale=dict(SCALE),
        moments=Moment,
        is_assessed=any(moment == Moment.AFTER for _objective, moment in ratings),
        may_position=is_hers and may_position(progress, now=now),
        may_assess=is_hers and may_assess(progress),
    )


@blueprint.route("/enrolments/<int:enrolment_id>/modules/<int:module_id>", methods=["GET", "POST"])
@allowed(policies.can_change_enrolment)
def change(enrolment_id: int, module_id: int) -> Answer:
    """Another session for one module; the others stay."""
    refusal: DomainError | None = None
    chosen = request.form.get("session_id", type=int)
    if request.method == "POST" and ConfirmForm().validate():
        if chosen is None or not 0 < chosen < 2**31:
            refusal = NotFound()
        else:
            try:
                with transaction() as db:
                    step = operations.change_step(
                        db,
                        enrolment_id,
                        module_id,
                        chosen,
                        join_waiting_list="wait" in request.form,
                        by=current_person(),
                        now=clock.now(),
                    )
                    receipt = _receipt(step)
            except DomainError as error:
                refusal = error
            else:
                flash(receipt, "success")
                return redirect(url_for("enrolments.show", enrolment_id=enrolment_id), 303)
    page = change_page(read_session(), enrolment_id, module_id, now=clock.now())
    shown = render_template("pathways/change.html", page=page, refusal=refusal, chosen=chosen)
    return (shown, refusal.status) if refusal else shown


def _receipt(step: EnrolmentStep) -> str:
    if step.booking is None:
        return _("C'est noté : cette date attend avec le reste du parcours.")
    if step.booking.status == BookingStatus.WAITLISTED:
        return _(
            "Vous êtes sur la liste d'attente de cette session. Un message part dès qu'une place se libère."
        )
    return _("C'est noté : votre parcours a sa nouvelle date.")


@blueprint.route("/enrolments/<int:enrolment_id>/leave", methods=["GET", "POST"])
@allowed(policies.is_own_enrolment)
def leave(enrolment_id: int) -> Answer:
    """Asked first: what is given up, and what it is too late to cancel."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with transaction() as db:
            operations.leave_pathway(db, enrolment_id, by=current_person(), now=clock.now())
        flash(
            _("Vous avez quitté le parcours. Les places sont proposées aux personnes suivantes."), "success"
        )
        return redirect(url_for("pathways.mine"), 303)
    db = read_session()
    progress = read_progress(db, enrolment_id)
    given_up, kept = operations.what_leaving_keeps(progress, now=clock.now())
    return render_template(
        "pathways/leave.html",
        progress=progress,
        given_up=given_up,
        kept=kept,
        facts=describe_bookings(db, [*given_up, *kept]),
        form=form,
    )


@blueprint.route(
    "/enrolments/<int:enrolment_id>/objectives/<any(before, after):moment>", methods=["GET", "POST"]
)
@allowed(policies.is_own_enrolment)
def rate(enrolment_id: int, moment: str) -> Answer:
    """Say where one is with each objective."""
    db, when = read_session(), Moment(moment)
    enrolment = queries.get_enrolment(db, enrolment_id)
    objectives = enrolment.pathway.objective_lines
    known = {one.objective: one.score for one in queries.list_ratings(db, enrolment_id) if one.moment == when}
    form = ratings_form(
        objectives, data={f"o{number}": known.get(one) for number, one in enumerate(objectives)}
    )
    status = 200
    if form.validate_on_submit():
        scores = {one: form[f"o{number}"].data for number, one in enumerate(objectives)}
        try:
            with transaction() as db:
                operations.rate_objectives(
                    db, enrolment_id, when, scores, by=current_person(), now=clock.now()
                )
        except DomainError as error:
            form.refuse("", str(error))
            status = error.status
        else:
            flash(_("Vos réponses sont enregistrées."), "success")
            return redirect(url_for("enrolments.show", enrolment_id=enrolment_id, _anchor="objectives"), 303)
    elif form.is_submitted():
        status = 422
    progress = read_progress(read_session(), enrolment_id)
    page = render_template(
        "pathways/rate.html",
        progress=progress,
        moment=when,
        form=form,
        is_open=may_assess(progress) if when == Moment.AFTER else may_position(progress, now=clock.now()),
    )
    return (page, status) if status != 200 else page


@blueprint.route("/enrolments/<int:enrolment_id>/modules/<int:module_id>/recognise", methods=["GET", "POST"])
@allowed(policies.can_recognise)
def recognise(enrolment_id: int, module_id: int) -> Answer:
    """A module need not be taken: why, and by whom."""
    form, status = RecogniseForm(), 200
    if form.validate_on_submit():
        try:
            with transaction() as db:
                operations.recognise_module(
                    db,
                    enrolment_id,
                    module_id,
                    reason=form.reason.data or "",
                    by=current_person(),
                    now=clock.now(),
                )
        except DomainError as error:
            form.refuse("", str(error))
            status = error.status
        else:
            flash(_("Le module est reconnu comme acquis. La personne est prévenue."), "success")
            return redirect(url_for("enrolments.show", enrolment_id=enrolment_id), 303)
    elif form.is_submitted():
        status = 422
    progress = read_progress(read_session(), enrolment_id)
    standing = standing_of(progress, module_id)
    page = render_template("pathways/recognise.html", progress=progress, standing=standing, form=form)
    return (page, status) if status != 200 else page


@blueprint.post("/enrolments/<int:enrolment_id>/modules/<int:module_id>/undo-recognition")
@allowed(policies.can_recognise)
def undo_recognition(enrolment_id: int, module_id: int) -> Response:
    """The module is to be taken after all."""
    try:
        with transaction() as db:
            operations.undo_recognition(db, enrolment_id, module_id, by=current_person(), now=clock.now())
    except NotFound:
        raise
    except DomainError as error:
        flash(str(error), "danger")
    else:
        flash(_("Le module est de nouveau à suivre. La personne est prévenue."), "success")
    return redirect(url_for("enrolments.show", enrolment_id=enrolment_id), 303)


@blueprint.get("/organisations/<int:organisation_id>/pathways")
@allowed(can_speak_for_organisation)
def of_team(organisation_id: int) -> str:
    """The pathways that the people of an organisation follow for it."""
    db = read_session()
    page = paginate(
        db, queries.enrolments_for([organisation_id]), number=request.args.get("page", 1, type=int)
    )
    return render_template(
        "pathways/team.html",
        organisation=get_organisation(db, organisation_id),
        page=page,
        followed=build_all(db, page.items),
    )
