"""Who follows a pathway, how far each person is, and what they say of the objectives."""

from flask import render_template, request

from shared_services.core.access import allowed
from shared_services.core.database import read_session
from shared_services.core.paging import paginate

from .. import policies, queries
from ..models import Moment
from ..pages import build_all
from .blueprint import blueprint


@blueprint.get("/manage/pathways/<int:offer_id>/people")
@allowed(policies.can_manage_pathway)
def people(offer_id: int) -> str:
    """The same number of statements however many they are."""
    db = read_session()
    offer = queries.get_pathway(db, offer_id)
    page = paginate(db, queries.enrolments_in(offer_id), number=request.args.get("page", 1, type=int))
    sums = queries.sum_ratings(db, offer_id)
    return render_template(
        "pathways/manage/people.html",
        offer=offer,
        page=page,
        followed=build_all(db, page.items),
        sums=sums,
        objectives=list(dict.fromkeys([*offer.objective_lines, *(objective for objective, _m in sums)])),
        moments=Moment,
    )
