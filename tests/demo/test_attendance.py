import pytest
from sqlalchemy import select

from shared_services.attendance.chain import find_broken
from shared_services.attendance.models import AttendanceEntry, AttendanceSheet, What
from shared_services.attendance.queries import (
    list_entries,
    list_open_sheets,
    list_participants,
    minutes_attended,
)
from shared_services.booking.models import Booking, BookingStatus
from shared_services.booking.no_shows.counting import list_open_reviews, list_people_at_limit
from shared_services.kinds.trainings.models import TrainingSession
from shared_services.network.models import Hub
from tests.support.makers import LONG_AGO, MONDAY

pytestmark = pytest.mark.once


def test_every_past_session_has_a_closed_sheet_whose_chain_is_whole(db, loaded):
    loaded()

    assert list(find_broken(db)) == []
    assert list_open_sheets(db, ended_after=LONG_AGO, now=MONDAY) == []
    over = select(AttendanceSheet).join(TrainingSession, TrainingSession.id == AttendanceSheet.session_id)
    sheets = db.scalars(over.where(TrainingSession.ends_at <= MONDAY)).all()
    assert sheets
    assert all(sheet.closed_at for sheet in sheets)


def test_a_session_of_today_has_begun_and_half_of_its_people_have_signed(db, loaded):
    loaded()

    begun = db.scalars(
        select(TrainingSession).where(TrainingSession.starts_at < MONDAY, TrainingSession.ends_at > MONDAY)
    ).one()
    entries = list_entries(db, begun.id)
    people = list_participants(db, begun.id)
    assert [one.is_own_signature for one in entries] == [True] * (len(people) // 2)


def test_one_person_missed_so_often_that_her_hub_agrees_first_and_asks_it_to_look_again(db, loaded):
    loaded()

    hub = db.scalars(select(Hub).where(Hub.no_shows_allowed.is_not(None))).one()
    ((person, missed),) = list_people_at_limit(db, hub, now=MONDAY)
    assert (person.email, missed.count) == ("kevin.marcon@demo.example", 2)
    assert [one.person_id for one in list_open_reviews(db, hub.id)] == [person.id]


def test_what_the_sheets_say_is_what_the_bookings_say(db, loaded):
    loaded()

    noted = (
        select(Booking)
        .join(TrainingSession, TrainingSession.id == Booking.bookable_id)
        .where(Booking.status.in_([BookingStatus.ATTENDED, BookingStatus.NO_SHOW]))
    )
    bookings = db.scalars(noted).all()
    minutes = minutes_attended(db, [one.id for one in bookings])

    assert all((minutes[one.id] > 0) == (one.status == BookingStatus.ATTENDED) for one in bookings)
    assert any(entry.arrived_late_minutes for entry in db.scalars(select(AttendanceEntry)))
    assert db.scalar(select(AttendanceEntry).where(AttendanceEntry.what == What.ABSENT).limit(1))
