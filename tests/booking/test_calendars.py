from datetime import timedelta

import icalendar

from shared_services.booking.calendars import calendar_of
from shared_services.booking.facts import describe_all
from shared_services.booking.operations import change_capacity
from tests.support.bookings import do
from tests.support.makers import MONDAY, make_person, make_session


def events(db, session, person, method="REQUEST"):
    facts = describe_all(db, [("training", session.id)])[session.id]
    content = calendar_of(
        facts, person, uid="K7AF-4XW2", url="http://localhost/x", stamped_at=MONDAY, method=method
    )
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_one_event_per_half_day_each_with_its_own_lasting_uid(db):
    session, person = make_session(), make_person()

    first = [event["UID"] for event in events(db, session, person)]
    again = [event["UID"] for event in events(db, session, person)]

    assert len(set(first)) == 2
    assert first == again


def test_the_sequence_grows_with_each_change_and_once_more_to_cancel(db):
    session, person = make_session(), make_person()
    do(change_capacity, session, 5, by=person)

    assert {event["SEQUENCE"] for event in events(db, session, person)} == {1}
    assert {event["SEQUENCE"] for event in events(db, session, person, "CANCEL")} == {2}


def test_a_half_day_that_went_is_cancelled_under_the_uid_it_had(db):
    session = make_session(most_half_days=3)

    found = events(db, session, make_person())

    assert [str(event["STATUS"]) for event in found] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert found[2]["UID"].startswith("K7AF-4XW2-3@")


def test_the_hours_are_those_of_the_place(db):
    session = make_session(zone="Indian/Reunion")

    start = events(db, session, make_person())[0].decoded("DTSTART")

    assert (start.hour, start.minute) == (9, 30)
    assert start.utcoffset() == timedelta(hours=4)
