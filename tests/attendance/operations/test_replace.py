from datetime import timedelta

import pytest

from shared_services.attendance.errors import HalfDayNotOpen, SheetClosed
from shared_services.attendance.operations import Tick, replace_participant
from shared_services.attendance.queries import list_participants
from shared_services.booking.errors import AlreadyBooked, NotAColleague, WasThere
from shared_services.booking.models import BookingStatus, CancelledBy
from shared_services.booking.operations import cancel, move_booking, swap_with_colleague
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from shared_services.kinds.trainings.queries import get_offer
from tests.support.attendance import ABSENT, close, half_days, sign, tick, tick_all
from tests.support.bookings import book
from tests.support.makers import kinds_posted, make_offer, make_person, make_session


def replace(session, booking, person, *, by, now=None, reason=""):
    with transaction() as db:
        return replace_participant(
            db, session.id, booking.id, person.id, by=by, reason=reason, now=now or session.starts_at
        )


def day_before(session):
    return session.starts_at - timedelta(days=1)


class TestOnTheDay:
    def test_she_is_on_the_sheet_the_other_is_not_and_both_are_told(self, db, session, carol, dan, trainer):
        before = len(kinds_posted(db))

        replace(session, carol, dan, by=trainer)

        assert [one.person.name for one in list_participants(db, session.id)] == ["Dan Roy"]
        assert sorted(kinds_posted(db)[before:]) == ["booking_confirmed", "booking_replaced"]

    def test_noted_absent_first_the_line_still_changes_hands(self, session, carol, dan, trainer):
        tick(session, half_days(session)[0], Tick(carol.id, ABSENT), by=trainer)

        assert replace(session, carol, dan, by=trainer).person_id == dan.id

    def test_who_was_there_keeps_her_line(self, session, carol, dan, trainer):
        sign(session, half_days(session)[0], carol, now=session.starts_at)

        with pytest.raises(WasThere, match="Carol Petit"):
            replace(session, carol, dan, by=trainer)

    def test_only_somebody_of_the_same_organisation(self, session, alice, carol, dan, trainer):
        with pytest.raises(NotAColleague):
            replace(session, carol, make_person(), by=trainer)
        with pytest.raises(NotAColleague):
            replace(session, alice, dan, by=trainer)

    def test_not_who_has_a_place_already(self, session, carol, dan, trainer):
        book(session, dan)

        with pytest.raises(AlreadyBooked):
            replace(session, carol, dan, by=trainer)

    def test_not_once_it_is_closed(self, session, carol, dan, trainer):
        tick_all(session, [carol], by=trainer, what=ABSENT)
        close(session, by=trainer, now=session.ends_at)
        with pytest.raises(SheetClosed):
            replace(session, carol, dan, by=trainer)

    def test_not_a_booking_of_another_session(self, session, carol, dan, trainer):
        with pytest.raises(NotFound):
            replace(make_session(), carol, dan, by=trainer)

    def test_a_manager_is_held_to_the_same_rules(self, session, alice, carol, dan, manager):
        with pytest.raises(NotAColleague):
            replace(session, alice, dan, by=manager)
        sign(session, half_days(session)[0], carol, now=session.starts_at)

        with pytest.raises(WasThere, match="Carol Petit"):
            replace(session, carol, dan, by=manager)


class TestBeforeTheDay:
    def test_a_manager_gives_the_place_to_anybody_and_says_why(self, db, session, alice, manager):
        eve = make_person("Eve", "Blanc")

        replaced = replace(session, alice, eve, by=manager, reason="Malade", now=day_before(session))

        assert (replaced.person_id, replaced.status) == (eve.id, BookingStatus.CONFIRMED)
        assert kinds_posted(db)[-2:] == ["booking_replaced", "booking_confirmed"]

    def test_whoever_waits_may_be_replaced_too(self, hub, dan, manager):
        full = make_session(make_offer(hub), capacity=1)
        book(full)
        waits = book(full)

        replaced = replace(full, waits, dan, by=manager, now=day_before(full))

        assert (replaced.person_id, replaced.status) == (dan.id, BookingStatus.WAITLISTED)

    def test_the_trainer_waits_until_the_sheet_opens(self, session, carol, dan, trainer):
        with pytest.raises(HalfDayNotOpen):
            replace(session, carol, dan, by=trainer, now=day_before(session))


def test_a_manager_neither_cancels_nor_moves_who_has_signed(db, session, carol, manager):
    elsewhere = make_session(get_offer(db, session.offer_id))
    sign(session, half_days(session)[0], carol, now=session.starts_at)
    given = {"by": manager, "reason": "Erreur", "now": session.starts_at}

    with pytest.raises(WasThere, match="Carol Petit"), transaction() as writing:
        cancel(writing, carol.id, cancelled_by=CancelledBy.HUB, **given)
    with pytest.raises(WasThere, match="Carol Petit"), transaction() as writing:
        move_booking(writing, carol.id, elsewhere.id, **given)

    db.expire_all()
    assert (carol.status, carol.bookable_id) == (BookingStatus.CONFIRMED, session.id)


def test_a_referent_cannot_replace_who_has_signed_already(session, carol, dan, trainer):
    before_it_begins = session.starts_at - timedelta(minutes=10)
    sign(session, half_days(session)[0], carol, now=before_it_begins)

    with pytest.raises(WasThere, match="Carol Petit"), transaction() as db:
        swap_with_colleague(db, carol.id, dan.id, by=trainer, reason="Malade", now=before_it_begins)
