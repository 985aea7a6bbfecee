import pytest
from sqlalchemy import func, select

from shared_services.booking import jobs
from shared_services.booking.models import HOLDING, Bookable, Booking, BookingStatus
from tests.support.makers import MONDAY, kinds_posted

pytestmark = pytest.mark.once


def test_the_scheduler_finds_nothing_left_undone(loaded):
    loaded(scale=3)

    done = [
        job(MONDAY)
        for job in (jobs.expire_places, jobs.close_waiting_lists, jobs.end_bookables, jobs.verify_ledger)
    ]
    assert done == [0, 0, 0, 0]


def test_it_only_reminds_of_what_comes_in_a_week(db, loaded):
    loaded()

    assert jobs.post_due_reminders(MONDAY) > 0
    assert set(kinds_posted(db)) == {"booking_reminder"}


def test_nobody_waits_while_a_seat_is_free(db, loaded):
    loaded(scale=3)

    waited_for = select(Booking.bookable_id).where(Booking.status == BookingStatus.WAITLISTED)
    left = (
        select(Bookable.capacity - func.sum(Booking.units))
        .join(Booking, Booking.bookable_id == Bookable.id)
        .where(Bookable.id.in_(waited_for), Bookable.kind == "training", Booking.status.in_(HOLDING))
        .group_by(Bookable.id, Bookable.capacity)
    )
    assert db.scalars(left).all() == [0] * 12
