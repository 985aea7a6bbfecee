from datetime import timedelta

import pytest

from shared_services.booking.errors import IllegalMove, TooLateToCancel
from shared_services.booking.ledger import recount
from shared_services.booking.models import BookingStatus, Hold, QuotaPeriod
from shared_services.core.database import transaction
from shared_services.kinds.expertise.errors import OrganisationHasEnough, SlotTaken
from shared_services.kinds.expertise.operations import move_appointment
from tests.support.bookings import cancel
from tests.support.experts import MET, make_expert, make_expert_offer, meet
from tests.support.makers import (
    MONDAY,
    kinds_posted,
    make_aidant,
    make_hub,
    make_membership,
    make_organisation,
    make_person,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("db")


def move(booking, start, *, expert_id=None, now=MONDAY):
    with transaction() as db:
        return move_appointment(db, booking.id, start=start, expert_id=expert_id, by=make_person(), now=now)


def test_it_keeps_its_reference_and_takes_its_new_time(db):
    booking = meet(make_expert(make_expert_offer(buffer_after=15)))
    reference, sequence = booking.reference, booking.bookable_id

    moved = move(booking, MET + DAY, expert_id=booking.bookable_id)

    assert (moved.reference, moved.bookable_id) == (reference, sequence)
    assert (moved.starts_at, moved.ends_at) == (MET + DAY, MET + DAY + HOUR)
    assert [hold.slots for hold in db.query(Hold)] == [moved.slots]
    assert kinds_posted(db) == ["booking_confirmed", "booking_confirmed"]
    assert recount(db) == []


def test_it_may_move_into_its_own_time():
    booking = meet(make_expert())

    assert move(booking, MET + HOUR / 2, expert_id=booking.bookable_id).starts_at == MET + HOUR / 2


def test_its_old_time_is_free_for_others():
    expert = make_expert()
    move(meet(expert), MET + DAY, expert_id=expert.id)

    assert meet(expert).status == BookingStatus.CONFIRMED


def test_to_another_expert_of_the_offer(db):
    offer = make_expert_offer()
    one, other = make_expert(offer), make_expert(offer)
    booking = meet(one)

    moved = move(booking, MET, expert_id=other.id)

    assert moved.bookable_id == other.id
    assert recount(db) == []
    assert meet(one).status == BookingStatus.CONFIRMED


def test_refused_it_stays_where_it_was(db):
    expert = make_expert()
    booking = meet(expert)
    meet(expert, start=MET + DAY)

    with pytest.raises(SlotTaken):
        move(booking, MET + DAY, expert_id=expert.id)

    db.expire_all()
    assert booking.starts_at == MET
    assert db.query(Hold).count() == 2
    assert recount(db) == []


def test_not_past_the_cut_off_nor_once_it_is_over():
    expert = make_expert()
    booking, other = meet(expert), meet(expert, start=MET + DAY)
    cancel(other)

    with pytest.raises(TooLateToCancel):
        move(booking, MET + 2 * DAY, expert_id=expert.id, now=MET - 30 * HOUR)
    with pytest.raises(IllegalMove):
        move(other, MET + 2 * DAY, expert_id=expert.id)


def test_what_was_asked_for_is_still_to_be_answered():
    booking = meet(make_expert(make_expert_offer(needs_approval=True)))

    moved = move(booking, MET + DAY, expert_id=booking.bookable_id)

    assert moved.status == BookingStatus.PENDING
    assert moved.expires_at is not None


def test_the_share_of_an_organisation_does_not_count_it_twice():
    hub = make_hub()
    offer = make_expert_offer(hub, organisation_most=1, organisation_period=QuotaPeriod.MONTH)
    organisation = make_organisation()
    make_membership(organisation, hub)
    one, other = (make_aidant(hub, organisation) for _ in range(2))
    expert = make_expert(offer)
    booking = meet(expert, one)
    march = MET + timedelta(days=28)
    held = meet(expert, other, start=march, now=MONDAY + 5 * DAY)

    assert move(booking, MET + DAY, expert_id=expert.id).starts_at == MET + DAY
    with pytest.raises(OrganisationHasEnough):
        move(held, MET + 2 * DAY, expert_id=expert.id, now=MONDAY + 5 * DAY)
