"""The calendar of a hub for its managers: a month, a week, one day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session

from shared_services.booking.kinds import kind_of, kinds_with_dates
from shared_services.booking.models import Bookable, BookableStatus
from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.calendar_grid import Stretch, name_day, read_day
from shared_services.core.database import read_session
from shared_services.core.errors import existing
from shared_services.core.i18n import _l
from shared_services.core.local_time import to_local, to_utc
from shared_services.network.models import Hub
from shared_services.network.policies import can_manage_hub
from shared_services.network.queries import get_hub, list_trainers

from ..dated import Dated, page_at, with_seats
from . import queries

blueprint = Blueprint("hub_calendar", __name__)

STATES = {
    BookableStatus.SCHEDULED: _l("Prévues"),
    BookableStatus.ENDED: _l("Terminées"),
    BookableStatus.CANCELLED: _l("Annulées"),
}
MIDNIGHT = time(0)


@dataclass(frozen=True)
class Entry:
    """What happens that day of one date: from when to when, at the local time of the place."""

    date: Dated
    starts_at: datetime
    ends_at: datetime


@blueprint.get("/manage/<int:hub_id>/calendar")
@allowed(can_manage_hub)
def calendar(hub_id: int) -> str:
    """A month or a week; the address holds the filters, so that it can be kept."""
    db = read_session()
    hub = get_hub(db, hub_id)
    stretch = Stretch.read(request.args, today=to_local(clock.now(), hub.time_zone).date())
    trainers, offers = list_trainers(db, hub_id), queries.list_offers_of_hub(db, hub_id)
    wanted = _wanted(request.args, {one.id for one in trainers}, {one.id for one in offers})
    found = _find(db, hub, stretch.first, stretch.last, wanted)
    entries = _entries(db, found, stretch.first, stretch.last)
    return render_template(
        "web/hub_calendar.html",
        hub=hub,
        stretch=stretch,
        weeks=stretch.weeks(entries),
        is_empty=not entries,
        is_cut=len(found) == queries.MOST_IN_CALENDAR,
        trainers=trainers,
        offers=offers,
        states=STATES,
        wanted=wanted,
        kept={name: value for name, value in wanted.items() if value},
    )


@blueprint.get("/manage/<int:hub_id>/calendar/<day>")
@allowed(can_manage_hub)
def show_day(hub_id: int, day: str) -> str:
    """One day: what is planned, and each offer one could plan. Raises NotFound for what is no day."""
    on = existing(read_day(day))
    db = read_session()
    hub = get_hub(db, hub_id)
    stretch = Stretch("month", on, to_local(clock.now(), hub.time_zone).date())
    offers = [
        (offer, _plan_url(offer.kind, offer.id, on)) for offer in queries.list_offers_of_hub(db, hub_id)
    ]
    return render_template(
        "web/hub_day.html",
        hub=hub,
        name=name_day(on, "EEEE d MMMM y"),
        is_past=on < stretch.today,
        entries=_entries(db, _find(db, hub, on, on, {}), on, on).get(on, []),
        offers=[(offer, url) for offer, url in offers if url],
        back=url_for("hub_calendar.calendar", hub_id=hub_id, **_any(stretch.address(on))),
    )


def _wanted(given: Mapping[str, str], trainers: set[int], offers: set[int]) -> dict[str, str]:
    """The filters; who and what is not of this hub is ignored."""
    known = {
        "trainer": {str(number) for number in trainers},
        "offer": {str(number) for number in offers},
        "state": {status.value for status in STATES},
    }
    return {name: given[name] if given.get(name, "") in values else "" for name, values in known.items()}


def _find(db: Session, hub: Hub, first: date, last: date, wanted: Mapping[str, str]) -> list[Bookable]:
    return queries.list_hub_dates_between(
        db,
        hub.id,
        first=to_utc(first - timedelta(days=1), MIDNIGHT, hub.time_zone),  # other places, other days
        last=to_utc(last + timedelta(days=2), MIDNIGHT, hub.time_zone),
        trainer_id=int(wanted.get("trainer") or 0),
        offer_id=int(wanted.get("offer") or 0),
        status=BookableStatus(wanted["state"]) if wanted.get("state") else None,
    )


def _entries(db: Session, found: Sequence[Bookable], first: date, last: date) -> dict[date, list[Entry]]:
    """What happens on each day, the earliest first; a date over two days stands on both."""
    days: dict[date, list[Entry]] = {}
    for entry in sorted(_each_period(db, found), key=lambda entry: entry.starts_at):
        day = to_local(entry.starts_at, entry.date.bookable.time_zone).date()
        if first <= day <= last:
            _add(days.setdefault(day, []), entry)
    return days


def _add(entries: list[Entry], entry: Entry) -> None:
    """Morning and afternoon of the same date are one entry."""
    for number, other in enumerate(entries):
        if other.date.bookable.id == entry.date.bookable.id:
            entries[number] = Entry(other.date, other.starts_at, entry.ends_at)
            return
    entries.append(entry)


def _each_period(db: Session, found: Sequence[Bookable]) -> list[Entry]:
    return [
        Entry(date, starts_at, ends_at)
        for date in with_seats(db, list(found))
        for starts_at, ends_at in (date.facts.periods if date.facts else ())
    ]


def _plan_url(kind: str, offer_id: int, on: date) -> str:
    """Where a date of that offer is planned, the day already filled in."""
    if kind not in kinds_with_dates():
        return ""
    return page_at(kind_of(kind).new_date_page, {"offer_id": offer_id, "on": on.isoformat()})


def _any(address: dict[str, str]) -> dict[str, Any]:
    return dict(address)
