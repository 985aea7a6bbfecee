"""The cohorts of a pathway: dates chosen once for a group."""

from flask import render_template
from werkzeug.wrappers import Response

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _

from .. import operations, policies, queries
from ..candidates import read_candidates
from ..forms import cohort_form, sessions_of
from .blueprint import blueprint
from .offers import saved

Answer = Response | str | tuple[str, int]


@blueprint.route("/manage/pathways/<int:offer_id>/cohorts", methods=["GET", "POST"])
@allowed(policies.can_manage_pathway)
def add_cohort(offer_id: int) -> Answer:
    """A name, and a session of each module."""
    db = read_session()
    modules = queries.list_modules(db, [offer_id])
    found = read_candidates(db, modules, None, now=clock.now())
    choices = {step.module_id: [option.session_id for option in step.options] for step in found.steps}
    form, status = cohort_form(choices, {module.id: module.offer.title for module in modules}), 200
    if form.validate_on_submit():
        sessions = sessions_of(form, choices)
        try:
            with transaction() as db:
                operations.add_cohort(
                    db, offer_id, form.name.data or "", sessions, by=current_person(), now=clock.now()
                )
        except DomainError as error:
            form.refuse("", str(error))
            status = error.status
        else:
            return saved(
                offer_id, _("La promotion est ouverte : on peut s'y inscrire en un clic."), "cohorts"
            )
    elif form.is_submitted():
        status = 422
    page = render_template(
        "pathways/manage/add_cohort.html",
        form=form,
        offer=queries.get_pathway(read_session(), offer_id),
        rows=[
            (form[f"m{module_id}"], [found.sessions[one] for one in ids])
            for module_id, ids in choices.items()
        ],
        seats=found.seats,
    )
    return (page, status) if status != 200 else page


@blueprint.post("/manage/cohorts/<int:cohort_id>/remove")
@allowed(policies.can_manage_cohort)
def remove_cohort(cohort_id: int) -> Response:
    """Nobody joins it any more; those who did keep their places."""
    with transaction() as db:
        offer_id = queries.get_cohort(db, cohort_id).pathway_id
        operations.remove_cohort(db, cohort_id, by=current_person(), now=clock.now())
    return saved(
        offer_id, _("La promotion est retirée. Les personnes inscrites gardent leurs places."), "cohorts"
    )
