"""What the scheduler does for experts. One transaction per item: a failure stops none of the others."""

from datetime import datetime, timedelta

from shared_services.core.database import read_session, transaction
from shared_services.core.errors import DomainError
from shared_services.core.local_time import to_local
from shared_services.outbox.queries import list_known_keys

from . import messages, queries
from .agenda import zone_of
from .availability import queries as known
from .availability.busy import busy_times
from .availability.fetching import fetch, is_public, resolve
from .availability.models import BusyCalendar
from .availability.slots import Stretch
from .operations import follow_wish, keep_times, note_failure

REFRESHED = timedelta(hours=1)
KEPT = timedelta(days=90)
DIGEST_FROM, DIGEST_UNTIL = 7, 12  # hours on the clock of the expert


def post_expert_digests(now: datetime) -> int:
    """At seven in the morning each expert who meets somebody today is told whom, once."""
    db = read_session()
    due: dict[str, int] = {}
    for person_id in queries.list_people_met_soon(
        db, start=now - timedelta(days=1), end=now + timedelta(days=1)
    ):
        local = to_local(now, zone_of(db, person_id))
        met = queries.list_today(db, person_id, local)
        if DIGEST_FROM <= local.hour < DIGEST_UNTIL and met:
            due[messages.digest_key(person_id, local.date())] = person_id
    for told in list_known_keys(db, list(due)):
        del due[told]
    for key, person_id in due.items():
        with transaction() as writing:
            messages.post_digest(writing, person_id, key=key, now=now)
    return len(due)


def tell_free_slots(now: datetime) -> int:
    """Who waits for a slot before a day is told once one is free; wishes whose day is past go."""
    told = 0
    for wish_id in [wish.id for wish in queries.list_wishes(read_session())]:
        with transaction() as db:
            wish = queries.find_wish_by_id(db, wish_id)
            try:
                told += wish is not None and follow_wish(db, wish, now=now)
            except DomainError:  # the offer has no longer what she asked for: it may again
                continue
    return told


def fetch_busy_calendars(now: datetime) -> int:
    """Read again the calendars that were not read for an hour; nothing is held open meanwhile."""
    db = read_session()
    found = [
        (one.id, one.url, one.time_zone) for one in known.list_calendars_to_fetch(db, before=now - REFRESHED)
    ]
    db.rollback()
    for calendar_id, url, zone in found:
        _fetch_one(calendar_id, url, zone, now)
    return len(found)


def _fetch_one(calendar_id: int, url: str, zone: str, now: datetime) -> None:
    times: list[Stretch] = []
    failure = ""
    try:
        times = busy_times(fetch(url, resolve=resolve, is_allowed=is_public), zone, now=now)
    except DomainError as error:
        failure = error.code
    with transaction() as db:
        calendar = db.get(BusyCalendar, calendar_id)
        if calendar is None or calendar.url != url:  # removed meanwhile
            return
        if failure:
            note_failure(calendar, failure, now=now)
        else:
            keep_times(db, calendar, times, now=now)


def forget_old_absences(now: datetime) -> int:
    """Absences, days and busy times of more than ninety days ago are nobody's business any more."""
    limit = now - KEPT
    with transaction() as db:
        return known.forget_before(db, limit)
