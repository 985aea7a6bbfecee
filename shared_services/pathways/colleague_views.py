"""A referent enrols her colleagues in a cohort, on the dates chosen for it."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import ngettext

from . import operations, policies
from .colleagues import ColleaguesPage, colleagues_page
from .errors import PlanRefused
from .forms import ColleaguesForm
from .models import EnrolmentState
from .operations import WhenFull

blueprint = Blueprint("pathway_colleagues", __name__)


@blueprint.get("/pathways/<int:offer_id>/cohorts/<int:cohort_id>/colleagues")
@allowed(policies.can_enrol_colleagues)
def choose(offer_id: int, cohort_id: int) -> str:
    """Who joins: the people of one organisation who do not follow the pathway yet."""
    page = _page(offer_id, cohort_id)
    return _shown(page, ColleaguesForm(page.free, formdata=None))


@blueprint.post("/pathways/<int:offer_id>/cohorts/<int:cohort_id>/colleagues")
@allowed(policies.can_enrol_colleagues)
def enrol(offer_id: int, cohort_id: int) -> Response | str | tuple[str, int]:
    """Enrol those ticked; the page comes back with those who could not be, and why."""
    page = _page(offer_id, cohort_id)
    form = ColleaguesForm(page.free)
    if not form.validate():
        return _shown(page, form), 422
    try:
        with transaction() as db:
            outcome = operations.enrol_colleagues(
                db,
                cohort_id,
                form.people.data or [],
                organisation_id=page.organisation.id,
                when_full=WhenFull(form.when_full.data),
                by=current_person(),
                now=clock.now(),
            )
            states = [one.state for one in outcome.enrolled]
            refused = [(who.name, _why(error, page.module_titles)) for who, error in outcome.refused]
    except DomainError as error:
        form.refuse("people", str(error))
        return _shown(page, form), error.status
    if states:
        flash(_receipt(states), "success")
    if not refused:
        return redirect(url_for("enrolments.of_team", organisation_id=page.organisation.id), 303)
    page = _page(offer_id, cohort_id)
    shown = _shown(page, ColleaguesForm(page.free, formdata=None), refused=refused)
    return shown if states else (shown, 409)


def _page(offer_id: int, cohort_id: int) -> ColleaguesPage:
    wanted = request.values.get("organisation_id", type=int)
    return colleagues_page(read_session(), offer_id, cohort_id, current_person(), wanted, now=clock.now())


def _shown(page: ColleaguesPage, form: ColleaguesForm, refused: list[tuple[str, str]] | None = None) -> str:
    return render_template("pathways/colleagues.html", page=page, form=form, refused=refused or [])


def _why(error: DomainError, titles: Mapping[int, str]) -> str:
    """Of a plan, what each module says; once when all say the same."""
    if not isinstance(error, PlanRefused):
        return str(error)
    said = {str(refusal) for refusal in error.refusals.values()}
    if len(said) == 1 < len(error.refusals):
        return said.pop()
    return " ".join(f"{titles[module_id]} : {refusal}" for module_id, refusal in error.refusals.items())


def _receipt(states: list[EnrolmentState]) -> str:
    placed, waiting = states.count(EnrolmentState.ACTIVE), states.count(EnrolmentState.WAITING)
    parts = []
    if placed:
        parts.append(ngettext("%(num)d personne inscrite.", "%(num)d personnes inscrites.", placed))
    if waiting:
        parts.append(
            ngettext("%(num)d parcours attend une place.", "%(num)d parcours attendent une place.", waiting)
        )
    return " ".join(parts)
