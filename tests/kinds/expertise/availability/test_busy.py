from datetime import UTC, datetime

import pytest

from shared_services.kinds.expertise.availability.busy import busy_times
from shared_services.kinds.expertise.errors import CalendarUnreadable
from tests.support.makers import MONDAY

PARIS = "Europe/Paris"


def calendar(*events):
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}@x\r\n{event}\r\nEND:VEVENT\r\n" for n, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//FR\r\n{body}END:VCALENDAR\r\n".encode()


def read(*events, now=MONDAY):
    return busy_times(calendar(*events), PARIS, now=now)


def utc(day, hour):
    return datetime(2027, 1, day, hour, tzinfo=UTC)


def test_starts_and_ends_and_nothing_else():
    found = read("DTSTART:20270105T090000Z\r\nDTEND:20270105T100000Z\r\nSUMMARY:Secret\r\nLOCATION:Chez moi")

    assert found == [(utc(5, 9), utc(5, 10))]


def test_a_meeting_of_every_week_comes_back():
    found = read("DTSTART:20261201T090000Z\r\nDTEND:20261201T100000Z\r\nRRULE:FREQ=WEEKLY;COUNT=8")

    assert found == [(utc(day, 9), utc(day, 10)) for day in (5, 12, 19)]


def test_a_whole_day_is_that_of_her_place():
    assert read("DTSTART;VALUE=DATE:20270105\r\nDTEND;VALUE=DATE:20270106") == [(utc(4, 23), utc(5, 23))]


def test_an_hour_without_a_zone_is_that_of_her_place():
    assert read("DTSTART:20270105T100000\r\nDTEND:20270105T110000") == [(utc(5, 9), utc(5, 10))]


def test_what_is_free_or_cancelled_does_not_count():
    hour = "DTSTART:20270105T090000Z\r\nDTEND:20270105T100000Z"

    assert read(f"{hour}\r\nTRANSP:TRANSPARENT", f"{hour}\r\nSTATUS:CANCELLED") == []


def test_stretches_that_meet_are_one_and_the_past_is_gone():
    found = read(
        "DTSTART:20270105T090000Z\r\nDTEND:20270105T100000Z",
        "DTSTART:20270105T093000Z\r\nDTEND:20270105T110000Z",
        "DTSTART:20270105T110000Z\r\nDTEND:20270105T120000Z",
        "DTSTART:20261201T090000Z\r\nDTEND:20261201T100000Z",
    )

    assert found == [(utc(5, 9), utc(5, 12))]


@pytest.mark.parametrize(
    "content", [b"", b"<html></html>", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT", b"\xff\xfe\x00", b"BEGIN:VEVENT"]
)
def test_what_is_no_calendar_is_told(content):
    with pytest.raises(CalendarUnreadable):
        busy_times(content, PARIS, now=MONDAY)


@pytest.mark.parametrize("often", ["SECONDLY", "MINUTELY", "HOURLY"])
def test_what_comes_back_for_ever_is_not_read_to_its_end(often):
    with pytest.raises(CalendarUnreadable):
        read(
            f"DTSTART:20270105T090000Z\r\nDTEND:20270105T090001Z\r\nRRULE:FREQ={often}\r\nTRANSP:TRANSPARENT"
        )
