from sqlalchemy import select

from shared_services.booking import ledger
from shared_services.booking.models import Hold
from tests.support.bookings import cancel
from tests.support.experts import make_expert, meet


def test_what_a_booking_takes_along_is_given_back_with_it_alone(db):
    expert = make_expert()
    first = meet(expert)
    second = meet(expert, start=first.ends_at)

    cancel(first)

    assert [hold.booking_id for hold in db.scalars(select(Hold))] == [second.id]
    assert ledger.recount(db) == []
