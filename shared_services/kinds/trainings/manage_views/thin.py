"""The hub's sessions with few people, and where these could go."""

from flask import render_template

from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub_alone

from ..thin import list_thin_sessions
from .blueprint import blueprint


@blueprint.get("/manage/<int:hub_id>/thin-sessions")
@allowed(can_manage_hub)
def thin_sessions(hub_id: int) -> str:
    """Sessions of the next six weeks with few people, each with the dates it could be merged into."""
    db = read_session()
    return render_template(
        "kinds/trainings/manage/thin_sessions.html",
        hub=get_hub_alone(db, hub_id),
        found=list_thin_sessions(db, hub_id, now=clock.now()),
    )
