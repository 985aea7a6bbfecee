"""A hub's appointments: what is to come, what is over and not noted, what was noted."""

from datetime import timedelta

from flask import render_template, request

from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub

from .. import queries
from ..models import WAYS
from .blueprint import blueprint

LOOKED_BACK, LOOKED_AHEAD = timedelta(days=30), timedelta(days=60)


@blueprint.get("/manage/<int:hub_id>/appointments")
@allowed(can_manage_hub)
def appointments(hub_id: int) -> str:
    """With the hub's experts: the next sixty days, or the last thirty."""
    db, now = read_session(), clock.now()
    is_past = request.args.get("when") == "past"
    start, end = (now - LOOKED_BACK, now) if is_past else (now, now + LOOKED_AHEAD)
    found = queries.list_appointments(db, queries.of_hub(hub_id, start=start, end=end))
    experts = {one.id: one for one in queries.list_experts(db, {booking.bookable_id for booking, _ in found})}
    return render_template(
        "kinds/expertise/manage/appointments.html",
        hub=get_hub(db, hub_id),
        found=found,
        experts=experts,
        is_past=is_past,
        minutes=sum(noted.minutes_spent or 0 for _booking, noted in found),
        ways=WAYS,
    )
