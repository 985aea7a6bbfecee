"""What the scheduler does for surveys. One transaction per date: a failure stops none of the others."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement

from shared_services.booking.models import BookingStatus
from shared_services.core.database import read_session, transaction
from shared_services.core.local_time import to_local

from . import operations, queries
from .complaints.operations import forget_old_complaints
from .defaults import Audience
from .models import DEFAULT_WEEKS
from .timing import MORNING, evening_of, morning_after, weeks_after

JANUARY = 1


def send_surveys(now: datetime) -> int:
    """Ask whoever is to be asked now and was not; how many."""
    return _ask_at_once(now) + _ask_weeks_later(now) + _ask_funders(now)


def forget_surveys(now: datetime) -> int:
    """Delete the invitations of more than a year ago, the answers and complaints of more than six."""
    with transaction() as db:
        return (
            operations.forget_old_invitations(db, now=now)
            + operations.forget_old_answers(db, now=now)
            + forget_old_complaints(db, now=now)
        )


def _ask_at_once(now: datetime) -> int:
    """In the evening those noted as present, and trainers; in the morning those whom nobody noted too."""
    db, lately = read_session(), queries.ended_since(now)
    statuses: dict[int, tuple[BookingStatus, ...]] = {}
    for one in queries.list_participants_to_ask(db, Audience.HOT, lately):
        if now >= morning_after(one.ends_at, one.zone):
            statuses[one.bookable_id] = queries.CAME
        elif one.status == BookingStatus.ATTENDED and now >= evening_of(one.ends_at, one.zone):
            statuses[one.bookable_id] = (BookingStatus.ATTENDED,)
    led = [
        one.bookable_id
        for one in queries.list_dates_to_ask(db, Audience.TRAINER, lately)
        if now >= evening_of(one.ends_at, one.zone)
    ]
    done = 0
    for bookable_id, came in statuses.items():
        with transaction() as db:
            done += operations.ask_about(db, bookable_id, Audience.HOT, statuses=came, now=now)
    return done + _ask_each(Audience.TRAINER, led, now)


def _ask_weeks_later(now: datetime) -> int:
    """Participants once more, and their employers, so many weeks later as the hub says."""
    db, done = read_session(), 0
    due: dict[Audience, list[int]] = {Audience.COLD: [], Audience.EMPLOYER: []}
    for weeks, of in _about_weeks_ago(now):
        for audience, read in (
            (Audience.COLD, queries.list_participants_to_ask),
            (Audience.EMPLOYER, queries.list_dates_to_ask),
        ):
            past = read(db, audience, of)
            due[audience] += [p.bookable_id for p in past if now >= weeks_after(p.ends_at, p.zone, weeks)]
    for audience, bookable_ids in due.items():
        done += _ask_each(audience, list(dict.fromkeys(bookable_ids)), now)
    return done


def _about_weeks_ago(now: datetime) -> Iterator[tuple[int, ColumnElement[bool]]]:
    by_hub = queries.weeks_of_hubs(read_session())
    yield DEFAULT_WEEKS, queries.ended_weeks_ago(now, DEFAULT_WEEKS, but=list(by_hub))
    for weeks in sorted(set(by_hub.values())):
        hub_ids = [hub_id for hub_id, its in by_hub.items() if its == weeks]
        yield weeks, queries.ended_weeks_ago(now, weeks, hub_ids=hub_ids)


def _ask_funders(now: datetime) -> int:
    """In January, from nine in the morning of the hub, about the year that ended."""
    done = 0
    for hub in queries.list_hubs_to_ask_for(read_session(), now.year - 1):
        local = to_local(now, hub.time_zone)
        if local.month == JANUARY and local.time() >= MORNING:
            with transaction() as db:
                done += operations.ask_funders(db, hub.id, local.year - 1, now=now)
    return done


def _ask_each(audience: Audience, bookable_ids: list[int], now: datetime) -> int:
    done = 0
    for bookable_id in bookable_ids:
        with transaction() as db:
            done += operations.ask_about(db, bookable_id, audience, now=now)
    return done
