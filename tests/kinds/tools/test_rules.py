from datetime import date, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared_services.core.local_time import to_local
from shared_services.kinds.tools import errors
from shared_services.kinds.tools.days import day_of, is_open, slot_of
from shared_services.kinds.tools.models import Tool
from shared_services.kinds.tools.rules import check_days, is_allowed, period_of, propose, slots_taken

TODAY = date(2027, 1, 4)  # a Monday
ZONES = st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Martinique", "Pacific/Noumea"])


def tool(**given):
    values = {
        "least_days": 2,
        "most_days": 7,
        "notice_days": 2,
        "turnaround_days": 1,
        "horizon_days": 60,
        "weekdays": "01234",
        "opens_hour": time(9),
        "closes_hour": time(17),
        "time_zone": "Europe/Paris",
    }
    return Tool(**values | given)


def days(first, last):
    return TODAY + timedelta(days=first), TODAY + timedelta(days=last)


@pytest.fixture(autouse=True)
def in_french(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("first", "last", "error", "said"),
    [
        (9, 8, errors.ReturnBeforePickUp, "avant le retrait"),
        (1, 3, errors.TooSoon, "mercredi 6 janvier 2027"),
        (-9, -8, errors.TooSoon, "mercredi 6 janvier"),
        (61, 63, errors.TooFar, "vendredi 5 mars 2027"),
        (5, 8, errors.ClosedAtPickUp, "du lundi au vendredi"),
        (8, 12, errors.ClosedAtReturn, "du lundi au vendredi"),
        (8, 8, errors.LoanTooShort, "2 jours au moins"),
        (7, 14, errors.LoanTooLong, "7 jours au plus"),
    ],
)
def test_each_rule_says_what_to_change(first, last, error, said):
    with pytest.raises(error, match=said) as refusal:
        check_days(tool(), *days(first, last), today=TODAY)

    assert refusal.value.field in ("first", "last")
    assert refusal.value.status == 422


def test_the_earliest_day_told_is_one_when_the_place_is_open():
    with pytest.raises(errors.TooSoon, match="lundi 11 janvier"):
        check_days(tool(notice_days=5), *days(1, 3), today=TODAY)


def test_what_keeps_all_rules_is_allowed():
    check_days(tool(), *days(2, 4), today=TODAY)
    check_days(tool(), *days(4, 8), today=TODAY)  # over the weekend


def test_the_day_of_checking_is_taken_too():
    first, last = days(2, 4)  # back on Friday, checked on Monday

    assert day_of(slots_taken(tool(), first, last)[-1]) == date(2027, 1, 11)


def test_it_may_be_asked_for_until_its_notice_begins():
    period = period_of(tool(notice_days=2), *days(2, 4), cancel_hours=48)

    assert (
        to_local(period.closes_at, "Europe/Paris").replace(tzinfo=None).isoformat() == "2027-01-05T00:00:00"
    )


def test_without_notice_until_the_place_opens():
    period = period_of(tool(notice_days=0), *days(2, 4), cancel_hours=48)

    assert period.closes_at == period.starts_at


@given(ZONES, st.dates(date(2026, 1, 1), date(2029, 1, 1)), st.integers(0, 20), st.integers(0, 5))
def test_a_loan_is_told_at_the_hours_of_the_place_whatever_the_clocks_do(zone, first, length, notice):
    one = tool(time_zone=zone, notice_days=notice)
    last = first + timedelta(days=length)

    period = period_of(one, first, last, cancel_hours=24)

    start, end = to_local(period.starts_at, zone), to_local(period.ends_at, zone)
    assert (start.date(), start.time(), end.date(), end.time()) == (first, time(9), last, time(17))
    assert period.slots[0] == slot_of(first)
    assert len(period.slots) >= length + 1
    assert period.closes_at <= period.starts_at


@given(st.dates(date(2027, 1, 5), date(2027, 3, 1)), st.integers(0, 6), st.sets(st.integers(0, 80)))
def test_what_is_proposed_is_allowed_free_as_long_and_the_nearest(first, length, full):
    one = tool(least_days=1)
    last = first + timedelta(days=length)
    assume(length < one.most_days)

    def is_free(start, end):
        return not any(slot - slot_of(TODAY) in full for slot in slots_taken(one, start, end))

    found = propose(one, first, last, is_free=is_free, today=TODAY)

    assert len(found) <= 3
    for start, end in found:
        assert is_allowed(one, start, end, today=TODAY)
        assert is_open(start, one.weekdays)
        assert end - start == last - first
        assert is_free(start, end)
    distances = [abs((start - first).days) for start, _end in found]
    assert distances == sorted(distances)
