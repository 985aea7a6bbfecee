"""The certificates of an organisation's people, for its referents: employers keep them too."""

from flask import Blueprint, Response, render_template, request

from shared_services.core.access import allowed
from shared_services.core.database import read_session
from shared_services.core.paging import paginate
from shared_services.network.policies import can_speak_for_organisation
from shared_services.network.queries import get_organisation
from shared_services.papers.sending import as_file

from . import queries

blueprint = Blueprint("evidence_team", __name__)


@blueprint.get("/organisations/<int:organisation_id>/certificates")
@allowed(can_speak_for_organisation)
def certificates(organisation_id: int) -> str:
    """What was certified to those who came for the organisation, the latest session first."""
    db = read_session()
    page = paginate(
        db,
        queries.certified_for(organisation_id),
        number=request.args.get("page", 1, type=int),
    )
    return render_template(
        "evidence/team.html",
        organisation=get_organisation(db, organisation_id),
        page=page,
        certificates=queries.list_certificates(db, [one.id for one in page.items]),
    )


@blueprint.get("/organisations/<int:organisation_id>/certificates/<number>.pdf")
@allowed(can_speak_for_organisation)
def certificate(organisation_id: int, number: str) -> Response:
    """The version that stands. Raises NotFound for one of another organisation, or withdrawn."""
    row, paper = queries.get_certificate_for(read_session(), organisation_id, number)
    return as_file(paper, row.name)
