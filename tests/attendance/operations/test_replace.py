from datetime import timedelta

import pytest

from shared_services.attendance.errors import HalfDayNotOpen, SheetClosed, WasThere
from shared_services.attendance.operations import Tick, replace_on_sheet
from shared_services.attendance.queries import list_participants
from shared_services.booking.errors import AlreadyBooked, NotAColleague
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from tests.support.attendance import ABSENT, close, half_days, sign, tick, tick_all
from tests.support.bookings import book
from tests.support.makers import kinds_posted, make_person, make_session


def replace(session, booking, colleague, *, by, now=None):
    with transaction() as db:
        return replace_on_sheet(db, session.id, booking.id, colleague.id, by=by, now=now or session.starts_at)


class TestReplaceOnSheet:
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

    def test_neither_before_it_opens_nor_once_it_is_closed(self, session, carol, dan, trainer):
        with pytest.raises(HalfDayNotOpen):
            replace(session, carol, dan, by=trainer, now=session.starts_at - timedelta(hours=1))
        tick_all(session, [carol], by=trainer, what=ABSENT)
        close(session, by=trainer, now=session.ends_at)
        with pytest.raises(SheetClosed):
            replace(session, carol, dan, by=trainer)

    def test_not_a_booking_of_another_session(self, session, carol, dan, trainer):
        with pytest.raises(NotFound):
            replace(make_session(), carol, dan, by=trainer)
