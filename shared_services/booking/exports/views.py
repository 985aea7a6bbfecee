"""Files of bookings for managers: one date, or a hub over a period. Each one leaves a line in the trail."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from flask import Blueprint, Response, render_template, request

from shared_services.accounts.current import current_person
from shared_services.core import audit, clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session, transaction
from shared_services.core.local_time import to_local, to_utc
from shared_services.core.spreadsheets import as_csv, as_xlsx, file_name
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub

from .. import policies, queries
from ..facts import describe_all
from ..forms import PeriodForm
from .lines import HEADER, list_lines

blueprint = Blueprint("booking_exports", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOOK_BACK = timedelta(days=90)
MIDNIGHT = time(0)


@blueprint.post("/manage/dates/<int:bookable_id>/export")
@allowed(policies.can_manage_bookable)
def export_roster(bookable_id: int) -> Response:
    """Everybody who booked or waits, as the roster shows them."""
    with transaction() as db:
        bookable = queries.get_bookable(db, bookable_id)
        bookings = queries.list_roster(db, bookable_id)
        facts = describe_all(db, [(bookable.kind, bookable_id)])[bookable_id]
        lines = list_lines(db, bookings)
        details = {"lines": len(lines)}
        audit.record(db, bookable, "exported", by=current_person(), now=clock.now(), details=details)
    on = to_local(facts.starts_at if facts.periods else clock.now(), facts.time_zone).date()
    return _file(lines, "inscrits", facts.title, on.isoformat())


@blueprint.get("/manage/<int:hub_id>/exports")
@allowed(can_manage_hub)
def exports(hub_id: int) -> str:
    """Choose a period; at first the last three months and the next three."""
    hub = get_hub(read_session(), hub_id)
    today = to_local(clock.now(), hub.time_zone).date()
    form = PeriodForm(formdata=None, data={"since": today - LOOK_BACK, "until": today + LOOK_BACK})
    return render_template("booking/manage/exports.html", hub=hub, form=form)


@blueprint.post("/manage/<int:hub_id>/exports")
@allowed(can_manage_hub)
def export_period(hub_id: int) -> Response | tuple[str, int]:
    """The bookings of everything that starts from the first day to the last one, both included."""
    form = PeriodForm()
    hub = get_hub(read_session(), hub_id)
    if not form.validate():
        return render_template("booking/manage/exports.html", hub=hub, form=form), 422
    since, until = form.days()
    with transaction() as db:
        hub = get_hub(db, hub_id)
        first, last = _instants(since, until, hub.time_zone)
        lines = list_lines(db, queries.list_bookings_between(db, hub_id, first, last))
        details = {"lines": len(lines), "since": since.isoformat(), "until": until.isoformat()}
        audit.record(db, hub, "bookings_exported", by=current_person(), now=clock.now(), details=details)
        words = ("reservations", hub.name, since.isoformat(), until.isoformat())
    return _file(lines, *words)


def _instants(since: date, until: date, zone: str) -> tuple[datetime, datetime]:
    return to_utc(since, MIDNIGHT, zone), to_utc(until + timedelta(days=1), MIDNIGHT, zone)


def _file(lines: Sequence[Sequence[str]], *words: str) -> Response:
    if request.form.get("format") == "xlsx":
        body, mimetype, ending = as_xlsx(HEADER, lines, sheet=words[0]), XLSX, "xlsx"
    else:
        body, mimetype, ending = as_csv(HEADER, lines), "text/csv", "csv"
    name = file_name(*words, ending=ending)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, mimetype=mimetype, headers=headers)
