from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from shared_services.demo.content import read_content
from shared_services.demo.dates import periods
from shared_services.demo.texts import HalfDayText, SessionText
from tests.support.makers import MONDAY

pytestmark = pytest.mark.once

PARIS = ZoneInfo("Europe/Paris")
HALF_DAY = timedelta(minutes=210)
CONTENT = read_content()
OFFERS = {offer.slug: offer for offer in CONTENT.offers}
HUBS = {hub.slug: hub for hub in CONTENT.hubs}


def session(*days: int, start: str = "09:00", **given) -> SessionText:
    half_days = [HalfDayText(day=day, start=start) for day in days]
    return SessionText(offer="", half_days=half_days, trainers=[], capacity=1, bookings={}, **given)


def local_starts(text: SessionText, *, now: datetime = MONDAY, days_apart: int = 0) -> list[str]:
    found = periods(text, PARIS, HALF_DAY, days_apart=days_apart, now=now)
    return [f"{start.astimezone(PARIS):%a %d %H:%M}" for start, _end in found]


def content_periods(text: SessionText, *, now: datetime, days_apart: int):
    offer = OFFERS[text.offer]
    place = offer.places[text.place] if text.place else None
    zone = ZoneInfo((place and place.time_zone) or HUBS[offer.hub].time_zone)
    length = timedelta(minutes=offer.duration_minutes / offer.half_days)
    return periods(text, zone, length, days_apart=days_apart, now=now)


def test_days_count_from_today_and_hours_are_local():
    assert local_starts(session(1)) == ["Tue 05 09:00"]
    assert local_starts(session(2), now=datetime(2027, 3, 27, 12, tzinfo=UTC)) == ["Mon 29 09:00"]


def test_today_is_that_of_the_place():
    late = datetime(2027, 1, 4, 23, 30, tzinfo=UTC)  # already Tuesday in Paris

    assert local_starts(session(1), now=late) == ["Wed 06 09:00"]


@pytest.mark.parametrize("days", [(5,), (6,), (4, 5), (6, 7), (5, 6)])
def test_a_session_that_meets_a_weekend_moves_whole_to_the_monday(days):
    starts = local_starts(session(*days))

    assert starts[0] == "Mon 11 09:00"
    assert len(starts) == 1 or starts[1] == "Tue 12 09:00"


def test_a_session_may_keep_its_day():
    assert local_starts(session(5, keep_day=True)) == ["Sat 09 09:00"]


def test_copies_lie_further_from_today_on_both_sides():
    assert local_starts(session(1), days_apart=2) == ["Thu 07 09:00"]
    assert local_starts(session(-5), days_apart=1) == ["Tue 29 09:00"]


@pytest.mark.parametrize(
    ("hour", "start"), [(5, "Mon 04 09:30"), (8, "Mon 04 14:00"), (12, "Tue 05 09:30"), (22, "Tue 05 09:30")]
)
def test_the_soonest_hour_is_at_least_three_hours_away(hour, start):
    now = datetime(2027, 1, 4, hour, tzinfo=UTC)

    assert local_starts(session(1, soonest_of=["09:30", "14:00"]), now=now) == [start]


def test_what_has_begun_did_so_an_hour_ago_on_the_quarter():
    now = datetime(2027, 1, 4, 9, 50, tzinfo=UTC)

    assert local_starts(session(0, begun=True), now=now) == ["Mon 04 09:45"]


@pytest.mark.parametrize("days_apart", range(7))
@pytest.mark.parametrize("today", range(7))
def test_whatever_the_day_nobody_teaches_twice_at_once_and_the_past_is_past(today, days_apart):
    now = MONDAY + timedelta(days=today, hours=today * 2)
    taught: dict[str, list] = {}
    for text in CONTENT.sessions:
        found = content_periods(text, now=now, days_apart=days_apart)
        assert (found[0][0] < now) == (text.half_days[0].day < 0 or text.begun)
        assert (found[-1][1] < now) == (text.half_days[0].day < 0)
        for trainer in text.trainers:
            taught.setdefault(trainer, []).extend(found)

    assert len(taught) == 8
    for when in taught.values():
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(when)))
