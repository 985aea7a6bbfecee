"""Her appointments, by day or by week."""

from flask import render_template, request

from shared_services.accounts.current import current_person
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session

from .. import policies
from ..agenda import agenda_of
from ..models import WAYS
from .blueprint import blueprint


@blueprint.get("/my-appointments")
@allowed(policies.is_expert)
def agenda() -> str:
    """The week that holds today, or the day or week asked for; what is still to be noted."""
    agenda = agenda_of(read_session(), current_person().id, request.args, now=clock.now())
    return render_template("kinds/expertise/mine/agenda.html", agenda=agenda, ways=WAYS)
