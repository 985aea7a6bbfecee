from datetime import date

import pytest

from shared_services.booking.ledger import recount
from shared_services.booking.models import BookingStatus, CancelledBy
from shared_services.core.local_time import to_local
from shared_services.kinds.tools import errors
from shared_services.kinds.tools.loans.queries import list_loan_units
from shared_services.kinds.tools.models import UnitState
from shared_services.kinds.tools.operations import (
    Return,
    extend_loan,
    hand_over,
    keep_overdue,
    settle,
    take_back,
)
from tests.support.bookings import cancel, do
from tests.support.makers import local, make_person
from tests.support.tools import borrow, make_tool, make_unit

TUESDAY = local(date(2027, 2, 2), 10)
WEDNESDAY = local(date(2027, 2, 3), 10)
FRIDAY = date(2027, 2, 5)
S = BookingStatus


@pytest.fixture
def desk(db):
    return make_person("Maud", "Nager")


@pytest.fixture
def tool(db):
    tool = make_tool(units=0)
    for number in (1, 2, 3):
        make_unit(tool, f"TAB-{number}")
    return tool


@pytest.fixture
def out(tool, desk):
    """A loan of TAB-1 and TAB-2, fetched on Tuesday, due on Thursday."""
    booking = borrow(tool, units=2)
    do(hand_over, booking, ["tab-1", "TAB-2 "], state="Complet", by=desk, now=TUESDAY)
    return booking


def units(db, booking):
    return {one.unit.label: one for one in list_loan_units(db, booking.id)}


class TestHandingOver:
    def test_the_units_with_those_labels_leave(self, db, out, desk):
        handed = units(db, out)

        assert set(handed) == {"TAB-1", "TAB-2"}
        assert handed["TAB-1"].is_out
        assert handed["TAB-1"].handed_by_id == desk.id

    @pytest.mark.parametrize(
        ("labels", "error"),
        [
            (["TAB-1"], errors.UnitNotThere),
            (["TAB-9"], errors.UnitNotFound),
        ],
    )
    def test_what_is_not_there_is_not_handed_over_and_nothing_is_written(
        self, db, tool, out, desk, labels, error
    ):
        other = borrow(tool, first=date(2027, 2, 2), last=FRIDAY)

        with pytest.raises(error):
            do(hand_over, other, labels, by=desk, now=TUESDAY)

        assert units(db, other) == {}

    def test_not_more_than_was_booked(self, out, desk):
        with pytest.raises(errors.MoreThanBooked):
            do(hand_over, out, ["TAB-3"], by=desk, now=TUESDAY)

    def test_not_before_its_first_day(self, tool, desk):
        with pytest.raises(errors.NotToHandOverYet, match="mardi 2 février"):
            do(hand_over, borrow(tool), ["TAB-3"], by=desk, now=local(date(2027, 2, 1), 10))

    def test_not_to_who_only_waits(self, tool, desk):
        borrow(tool, units=3)

        with pytest.raises(errors.NotALoanToHandOver):
            do(hand_over, borrow(tool), ["TAB-3"], by=desk, now=TUESDAY)

    def test_some_now_and_some_later(self, db, tool, desk):
        booking = borrow(tool, units=2)
        do(hand_over, booking, ["TAB-1"], by=desk, now=TUESDAY)
        do(hand_over, booking, ["TAB-3"], by=desk, now=TUESDAY)

        assert set(units(db, booking)) == {"TAB-1", "TAB-3"}


class TestTakingBack:
    def ids(self, db, booking):
        return {label: one.unit_id for label, one in units(db, booking).items()}

    def test_one_now_one_later_and_the_days_stay_until_all_is_back(self, db, tool, out, desk):
        ids = self.ids(db, out)

        do(take_back, out, {ids["TAB-1"]: Return(state="Bien")}, by=desk, now=WEDNESDAY)

        assert [label for label, one in units(db, out).items() if one.is_out] == ["TAB-2"]
        assert borrow(tool, first=date(2027, 2, 4), last=date(2027, 2, 4), units=2).status == S.WAITLISTED

    def test_back_early_the_days_left_are_offered_to_who_waits(self, db, tool, out, desk):
        waiting = borrow(tool, units=3, first=date(2027, 2, 4), last=FRIDAY)
        assert waiting.status == S.WAITLISTED

        returns = {unit_id: Return() for unit_id in self.ids(db, out).values()}
        do(take_back, out, returns, by=desk, now=WEDNESDAY)

        assert waiting.status == S.CONFIRMED  # less than a day is left: given at once
        assert recount(db) == []

    def test_what_is_broken_goes_under_repair(self, db, out, desk):
        ids = self.ids(db, out)

        refusals = do(
            take_back, out, {ids["TAB-1"]: Return(state="Écran fêlé", is_broken=True)}, by=desk, now=WEDNESDAY
        )

        # The other one is still out: the ledger counts on two for this loan, and three minus one are two.
        assert refusals == []
        assert units(db, out)["TAB-1"].unit.state == UnitState.UNDER_REPAIR

    def test_broken_while_others_count_on_it_it_is_back_and_the_desk_is_told_whom_to_see(
        self, db, tool, out, desk
    ):
        nxt = borrow(tool, units=3, first=FRIDAY, last=FRIDAY)
        ids = self.ids(db, out)

        refusals = do(take_back, out, {ids["TAB-1"]: Return(is_broken=True)}, by=desk, now=WEDNESDAY)

        assert [refusal.facts["in_the_way"] for refusal in refusals] == [[nxt.reference]]
        back = units(db, out)["TAB-1"]
        assert (back.is_out, back.unit.state) == (False, UnitState.AVAILABLE)
        assert recount(db) == []

    def test_what_is_missing_keeps_the_loan_open_until_it_is_settled(self, db, out, desk):
        ids = self.ids(db, out)
        returns = {ids["TAB-1"]: Return(missing="Un chargeur"), ids["TAB-2"]: Return()}
        do(take_back, out, returns, by=desk, now=WEDNESDAY)
        assert [label for label, one in units(db, out).items() if one.is_open] == ["TAB-1"]

        do(settle, out, by=desk, now=WEDNESDAY)

        assert not any(one.is_open for one in units(db, out).values())

    def test_a_unit_that_is_back_can_leave_again(self, db, tool, out, desk):
        do(take_back, out, dict.fromkeys(self.ids(db, out).values(), Return()), by=desk, now=WEDNESDAY)
        again = borrow(tool, first=date(2027, 2, 4), last=date(2027, 2, 4))

        do(hand_over, again, ["TAB-1"], by=desk, now=local(date(2027, 2, 4), 10))

        assert units(db, again)["TAB-1"].is_out

    def test_what_never_left_does_not_come_back(self, out, desk):
        for returns in ({}, {987654: Return()}):
            with pytest.raises(errors.NothingToTakeBack):
                do(take_back, out, returns, by=desk, now=WEDNESDAY)


class TestCancelling:
    def test_what_is_out_is_not_cancelled_whoever_asks(self, tool, out):
        for cancelled_by in (CancelledBy.HUB, CancelledBy.PARTICIPANT):
            with pytest.raises(errors.UnitsAreOut, match="TAB-1, TAB-2"):
                cancel(out, cancelled_by=cancelled_by)

        assert out.status == S.CONFIRMED


class TestKeepingIt:
    def test_longer_when_nobody_has_those_days(self, db, out, desk):
        do(extend_loan, out, FRIDAY, by=desk, now=WEDNESDAY)

        assert to_local(out.ends_at, "Europe/Paris").date() == FRIDAY
        assert recount(db) == []

    def test_not_over_somebody_elses_days_nor_over_who_waits(self, tool, out, desk):
        borrow(tool, units=2, first=FRIDAY, last=FRIDAY)

        with pytest.raises(errors.DaysTaken):
            do(extend_loan, out, FRIDAY, by=desk, now=WEDNESDAY)

    @pytest.mark.parametrize(
        ("last", "error"),
        [
            (date(2027, 2, 4), errors.NotLonger),
            (date(2027, 2, 6), errors.ClosedAtReturn),
            (date(2027, 2, 26), errors.LoanTooLong),
        ],
    )
    def test_the_rules_of_the_tool_stand(self, out, desk, last, error):
        with pytest.raises(error):
            do(extend_loan, out, last, by=desk, now=WEDNESDAY)

    def test_what_is_late_keeps_its_days(self, db, tool, out):
        monday = local(date(2027, 2, 8), 10)

        assert do(keep_overdue, out, now=monday)

        assert recount(db) == []
        taken = {"first": date(2027, 2, 8), "last": date(2027, 2, 8), "now": local(FRIDAY, 8)}
        assert borrow(tool, units=2, **taken).status == S.WAITLISTED

    def test_it_takes_them_from_nobody(self, db, tool, out):
        borrow(tool, units=3, first=FRIDAY, last=FRIDAY)

        assert not do(keep_overdue, out, now=local(FRIDAY, 10))
        assert recount(db) == []
