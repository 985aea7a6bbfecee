"""Pathways as the public sees them, and entering one."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person, person_or_none
from shared_services.booking.questions.forms import AnswersForm
from shared_services.core import clock
from shared_services.core.access import public, signed_in
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _
from shared_services.core.paging import paginate

from . import queries
from .asking import answers_by_module, questions_form
from .choosing import enrol_page
from .errors import AlreadyEnrolled, PlanRefused
from .kind import rules_of
from .models import EnrolmentState
from .operations import Enrolling, WhenFull, enrol
from .operations.steps import read_progress
from .pages import build_all, overview, pathway_page
from .progress import Progress, StepState

blueprint = Blueprint("pathways", __name__)

Answer = Response | str | tuple[str, int]
LARGEST_NUMBER, LONGEST_SEARCH = 2**31, 200


@blueprint.get("/pathways")
@public
def pathways() -> str:
    """The published pathways of all hubs, by title."""
    db = read_session()
    words = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    page = paginate(db, queries.published_pathways(words), number=request.args.get("page", 1, type=int))
    return render_template(
        "pathways/pathways.html", page=page, words=words, made=overview(db, [one.id for one in page.items])
    )


@blueprint.get("/pathways/<int:offer_id>")
@public
def show(offer_id: int) -> str:
    """What it is made of, its cohorts, how one enters it."""
    return _show(offer_id)


@blueprint.get("/pathways/<int:offer_id>/enrol")
@signed_in
def plan(offer_id: int) -> str:
    """Choose a session of each module; the address holds the choices, and each of them narrows the rest."""
    return _plan(offer_id, _numbers(request.args))


@blueprint.post("/pathways/<int:offer_id>/enrol")
@signed_in
def book(offer_id: int) -> Answer:
    """Book the whole plan, let it wait, or begin without the full modules."""
    return _enrol(offer_id, _numbers(request.form), cohort_id=None)


@blueprint.post("/pathways/<int:offer_id>/cohorts/<int:cohort_id>/enrol")
@signed_in
def join_cohort(offer_id: int, cohort_id: int) -> Answer:
    """Book the dates of a cohort in one click. Raises NotFound for a cohort of another pathway."""
    page = pathway_page(read_session(), offer_id, current_person(), now=clock.now())
    cohort = next((shown for shown in page.cohorts if shown.cohort.id == cohort_id), None)
    if cohort is None:
        flash(_("Cette promotion n'est plus proposée : choisissez vos dates."), "danger")
        return redirect(url_for("pathways.show", offer_id=offer_id), 303)
    counted = {module.id for module in page.modules}
    return _enrol(offer_id, {m: s for m, s in cohort.chosen.items() if m in counted}, cohort_id=cohort_id)


@blueprint.get("/my/pathways")
@signed_in
def mine() -> str:
    """The pathways she follows, then those she finished."""
    db = read_session()
    followed = build_all(db, queries.list_enrolments_of_person(db, current_person().id))
    return render_template("pathways/mine.html", followed=followed)


def _enrol(offer_id: int, chosen: dict[int, int], *, cohort_id: int | None) -> Answer:
    person = current_person()
    # What she may not read does not exist.
    page = enrol_page(read_session(), offer_id, person, chosen, now=clock.now())
    form = questions_form(page.asked)
    if page.page.enrolment is None and not form.validate():
        return _plan(offer_id, chosen, form=form), 422
    when_full = request.form.get("when_full", "")
    asked = Enrolling(
        chosen=chosen,
        when_full=WhenFull(when_full) if when_full in list(WhenFull) else WhenFull.REFUSE,
        organisation_id=request.form.get("organisation_id", type=int),
        cohort_id=cohort_id,
        # Joined in one click she was asked nothing: what she needs each time stays as it is.
        answers=answers_by_module(form, page.asked) if page.page.questions or "need" in request.form else {},
    )
    try:
        with transaction() as db:
            enrolment = enrol(db, offer_id, asked, person=person, by=person, now=clock.now())
            enrolment_id, receipt = enrolment.id, _receipt(read_progress(db, enrolment.id))
    except AlreadyEnrolled as error:
        flash(str(error), "info")
        return redirect(url_for("enrolments.show", enrolment_id=error.facts["enrolment_id"]), 303)
    except DomainError as error:
        return _plan(offer_id, chosen, form=form, refusal=error), error.status
    flash(receipt, "success")
    return redirect(url_for("enrolments.show", enrolment_id=enrolment_id), 303)


def _receipt(progress: Progress) -> str:
    if progress.enrolment.state == EnrolmentState.WAITING:
        return _("Tout votre parcours attend une place. Un message part dès qu'il est réservé en entier.")
    if any(one.state == StepState.PENDING for one in progress.standings):
        return _(
            "Votre demande est envoyée : le hub doit encore accepter certaines dates. Les places vous sont "
            "gardées jusqu'à sa réponse."
        )
    return _("Votre parcours est réservé. Un message part avec toutes les dates.")


def _show(offer_id: int) -> str:
    page = pathway_page(read_session(), offer_id, person_or_none(), now=clock.now())
    return render_template("pathways/show.html", page=page, rules=rules_of(page.modules), address=_address)


def _plan(
    offer_id: int,
    chosen: dict[int, int],
    *,
    form: AnswersForm | None = None,
    refusal: DomainError | None = None,
) -> str:
    page = enrol_page(read_session(), offer_id, current_person(), chosen, now=clock.now())
    usual = {"need": page.usual_need, "keeps_need": bool(page.usual_need)}
    return render_template(
        "pathways/plan.html",
        page=page,
        form=form or questions_form(page.asked, formdata=None, data=usual),
        rules=rules_of(page.page.modules),
        refusal=refusal,
        refusals=refusal.refusals if isinstance(refusal, PlanRefused) else {},
        address=_address,
        organisation_id=request.form.get("organisation_id", type=int),
    )


def _address(offer_id: int, chosen: Mapping[int, int]) -> str:
    """The page where those sessions are chosen."""
    values: dict[str, Any] = {f"m{module_id}": session_id for module_id, session_id in chosen.items()}
    return url_for("pathways.plan", offer_id=offer_id, **values, _anchor="book" if chosen else "plan")


def _numbers(given: Mapping[str, str]) -> dict[int, int]:
    """By the number of a module the number of a session; what is neither is not read."""
    return {
        int(name[1:]): int(value)
        for name, value in given.items()
        if name[:1] == "m" and _is_number(name[1:]) and _is_number(value)
    }


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10 and 0 < int(text) < LARGEST_NUMBER
