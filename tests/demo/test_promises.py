from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.booking.models import HOLDING, LIVE, BookableStatus, BookingStatus
from shared_services.demo.content import read_content
from shared_services.kinds.trainings.models import TrainingSession
from tests.support.makers import MONDAY

pytestmark = pytest.mark.once

S = BookingStatus
TITLES = {offer.slug: offer.title for offer in read_content().offers}
# Nights when clocks change in Paris, and a Friday evening.
INSTANTS = [
    MONDAY,
    datetime(2027, 3, 27, 23, 30, tzinfo=UTC),
    datetime(2027, 10, 30, 22, 0, tzinfo=UTC),
    datetime(2027, 1, 8, 18, 0, tzinfo=UTC),
]


@pytest.fixture
def tagged(loaded, sessions_of):
    """The session that wears a tag in the content, as loaded."""

    def find(tag: str, *, now=MONDAY) -> TrainingSession:
        loaded(now=now)
        text = next(session for session in read_content().sessions if session.tag == tag)
        coming = [s for s in sessions_of(TITLES[text.offer]) if s.starts_at > now]
        same_offer = [s for s in read_content().sessions if s.offer == text.offer and s.half_days[0].day > 0]
        return coming[same_offer.index(text)]

    return find


@pytest.fixture
def aidant(db):
    return lambda: db.scalar(select(Person).where(Person.email == "aidant@demo.example"))


def test_one_session_is_full_with_a_waiting_list_and_the_aidant_is_not_in(tagged, bookings_of, aidant):
    session = tagged("full_with_waiting_list")

    assert len(bookings_of(session, *HOLDING)) == session.capacity == 12
    assert len(bookings_of(session, S.WAITLISTED)) == 3
    assert aidant().id not in {booking.person_id for booking in bookings_of(session, *BookingStatus)}


def test_those_who_wait_asked_after_those_who_are_in(tagged, bookings_of):
    session = tagged("full_with_waiting_list")

    assert bookings_of(session, *HOLDING)[-1].asked_at < bookings_of(session, S.WAITLISTED)[0].asked_at


def test_the_aidant_has_a_confirmed_seat(tagged, bookings_of, aidant):
    session = tagged("aidant_booked")

    assert aidant().id in {booking.person_id for booking in bookings_of(session, S.CONFIRMED)}


@pytest.mark.parametrize("now", INSTANTS)
def test_one_session_starts_in_less_than_a_day(tagged, now):
    session = tagged("within_24_hours", now=now)

    assert timedelta(hours=3) <= session.starts_at - now < timedelta(hours=24)


@pytest.mark.parametrize("now", INSTANTS)
def test_one_session_takes_place_in_two_days(tagged, now):
    session = tagged("in_two_days", now=now)

    zone = ZoneInfo("Europe/Paris")
    assert session.starts_at.astimezone(zone).date() == now.astimezone(zone).date() + timedelta(days=2)
    assert session.starts_at.astimezone(zone).hour == 9


def test_one_session_is_almost_empty(tagged, bookings_of):
    session = tagged("almost_empty")

    assert len(bookings_of(session, *LIVE)) == 1
    assert session.capacity == 8


def test_one_session_is_cancelled_and_all_its_bookings_with_it(tagged, bookings_of):
    session = tagged("cancelled")

    assert session.status == BookableStatus.CANCELLED
    assert "travaux" in session.cancel_reason
    assert len(bookings_of(session, S.CANCELLED)) == len(bookings_of(session, *BookingStatus)) == 6


def test_hours_are_those_of_the_wall_of_the_place(loaded, sessions_of):
    loaded()

    places = {
        (session.time_zone, session.starts_at.astimezone(ZoneInfo(session.time_zone)).hour)
        for session in sessions_of(TITLES["smartphone-premier-outil"])
    }
    assert places == {("Indian/Reunion", 8), ("Indian/Mayotte", 8)}


def test_no_session_meets_a_weekend_unless_it_keeps_its_day(db, loaded):
    loaded()

    weekends = [
        session
        for session in db.scalars(select(TrainingSession))
        if session.starts_at.astimezone(ZoneInfo(session.time_zone)).weekday() >= 5
    ]
    assert weekends == []
