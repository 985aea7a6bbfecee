from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.booking.ledger import recount
from shared_services.booking.models import Booking, BookingStatus, Hold
from shared_services.kinds.expertise.models import Appointment, Expert
from shared_services.kinds.expertise.operations import list_collisions
from tests.support.makers import MONDAY

pytestmark = pytest.mark.once

INSTANTS = [MONDAY, datetime(2027, 3, 27, 23, 30, tzinfo=UTC), datetime(2027, 1, 8, 18, 0, tzinfo=UTC)]


@pytest.fixture
def meetings(db):
    return lambda: db.execute(
        select(Booking, Appointment, Expert)
        .join(Appointment, Appointment.booking_id == Booking.id)
        .join(Expert, Expert.id == Booking.bookable_id)
    ).all()


@pytest.mark.parametrize("now", INSTANTS)
def test_appointments_take_the_time_of_who_gives_them(db, loaded, meetings, now):
    loaded(now=now)

    assert recount(db) == []
    held = {hold.booking_id: hold.slots for hold in db.scalars(select(Hold)) if hold.booking_id}
    assert {booking.id: booking.slots for booking, *_rest in meetings()} == held
    for person_id in {expert.person_id for *_rest, expert in meetings()}:
        assert list_collisions(db, person_id, now=now, until=now.replace(year=2028)) == []


def test_some_are_past_and_noted_and_one_is_still_to_be_noted(loaded, meetings):
    loaded()

    past = [(booking, noted) for booking, noted, _expert in meetings() if booking.ends_at < MONDAY]
    assert {noted.noted_at is not None for _booking, noted in past} == {True, False}
    assert all((booking.status == BookingStatus.ATTENDED) == bool(noted.outcome) for booking, noted in past)


def test_the_aidant_has_an_appointment_to_come(db, loaded, meetings):
    loaded()

    aidant = db.scalar(select(Person).where(Person.email == "aidant@demo.example"))
    assert [b.starts_at > MONDAY for b, *_rest in meetings() if b.person_id == aidant.id] == [True]
