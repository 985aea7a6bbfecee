from datetime import date

import pytest
from sqlalchemy import select

from shared_services.core.audit import AuditEntry
from shared_services.core.database import read_session, transaction
from shared_services.kinds.tools.errors import NothingToAppeal, SuspendedFromLoans, SuspensionOver
from shared_services.kinds.tools.loans.queries import find_rules, list_loan_units
from shared_services.kinds.tools.operations import (
    Return,
    answer_suspension,
    appeal,
    extend_loan,
    hand_over,
    set_lending_rules,
    settle,
    suspend_when_too_late,
    take_back,
)
from shared_services.kinds.tools.suspensions.models import LendingSuspension
from shared_services.outbox.letters import Dropped
from shared_services.outbox.models import OutboxMessage
from shared_services.outbox.rendering import render
from tests.support.bookings import do
from tests.support.makers import MONDAY, local, make_hub, make_manager, make_person
from tests.support.tools import borrow, make_tool, make_tool_offer, make_unit
from tests.support.twins import merge

FEBRUARY = date(2027, 2, 1)
TUESDAY = local(date(2027, 2, 2), 10)
DUE = date(2027, 2, 4)
LATE_ENOUGH = local(date(2027, 2, 8), 9)  # four days late


@pytest.fixture
def hub(db):
    hub = make_hub()
    set_rules(hub, late_days=3)
    return hub


@pytest.fixture
def desk(hub):
    return make_manager(hub)


@pytest.fixture
def tool(hub):
    tool = make_tool(units=0, offer=make_tool_offer(hub))
    make_unit(tool, "TAB-1")
    make_unit(tool, "TAB-2")
    return tool


@pytest.fixture
def borrower(db):
    return make_person(email="borrower@test.example")


@pytest.fixture
def out(tool, borrower, desk):
    booking = borrow(tool, borrower)
    do(hand_over, booking, ["TAB-1"], by=desk, now=TUESDAY)
    return booking


@pytest.fixture
def suspension(out):
    assert do(suspend_when_too_late, out, now=LATE_ENOUGH)
    return read_session().scalars(select(LendingSuspension)).one()


def set_rules(hub, **given):
    rules = {"visits_a_day": None, "late_days": None} | given
    with transaction() as db:
        set_lending_rules(db, hub.id, by=make_person(), now=MONDAY, **rules)


def back(booking, desk, **noted):
    unit_id = list_loan_units(read_session(), booking.id)[0].unit_id
    do(take_back, booking, {unit_id: Return(**noted)}, by=desk, now=LATE_ENOUGH)


def told(kind):
    found = select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
    return list(read_session().scalars(found))


def text_of(db, message):
    return render(db, message).get_body(("plain",)).get_content()


class TestRules:
    def test_they_replace_those_before_and_are_in_the_trail(self, db, hub):
        set_rules(hub, visits_a_day=8)

        rules = find_rules(db, hub.id)
        assert (rules.visits_a_day, rules.late_days) == (8, None)
        acts = db.scalars(select(AuditEntry).where(AuditEntry.action == "lending_rules_changed"))
        assert [act.details["late_days"] for act in acts] == [3, None]


class TestTooLate:
    def test_beyond_the_days_that_the_hub_accepts_and_not_before(self, out):
        assert not do(suspend_when_too_late, out, now=local(date(2027, 2, 7), 23))
        assert do(suspend_when_too_late, out, now=LATE_ENOUGH)

    def test_the_borrower_is_told_why(self, db, suspension):
        message = told("suspension_told")[0]

        assert message.recipient == "borrower@test.example"
        text = text_of(db, message)
        assert "4 jours de retard" in text
        assert "Demandez un réexamen" in text

    def test_a_loan_suspends_once(self, out, suspension, desk):
        do(answer_suspension, suspension, lift=True, answer="Accident.", by=desk, now=LATE_ENOUGH)

        assert not do(suspend_when_too_late, out, now=local(date(2027, 3, 1), 9))

    def test_two_late_loans_are_one_suspension(self, hub, out, borrower, desk):
        other = make_tool(units=0, offer=make_tool_offer(hub))
        make_unit(other, "PC-1")
        late = borrow(other, borrower)
        do(hand_over, late, ["PC-1"], by=desk, now=TUESDAY)

        assert do(suspend_when_too_late, out, now=LATE_ENOUGH)
        assert not do(suspend_when_too_late, late, now=LATE_ENOUGH)

    def test_a_hub_without_that_rule_suspends_nobody(self, hub, out):
        set_rules(hub)

        assert not do(suspend_when_too_late, out, now=LATE_ENOUGH)

    def test_what_is_back_suspends_nobody(self, out, desk):
        back(out, desk)

        assert not do(suspend_when_too_late, out, now=LATE_ENOUGH)


class TestSuspended:
    def test_no_new_loan_of_that_hub(self, tool, borrower, suspension):
        with pytest.raises(SuspendedFromLoans):
            borrow(tool, borrower, now=LATE_ENOUGH, first=date(2027, 2, 15), last=date(2027, 2, 16))

    def test_other_hubs_and_other_people_are_not_concerned(self, tool, borrower, suspension):
        days = {"first": date(2027, 2, 15), "last": date(2027, 2, 16)}

        assert borrow(make_tool(), borrower, now=LATE_ENOUGH, **days)
        assert borrow(tool, now=LATE_ENOUGH, **days)

    def test_all_is_back_it_ends_and_she_is_told(self, db, out, suspension, borrower, tool, desk):
        back(out, desk)

        assert not suspension.stands
        assert "de nouveau réserver" in text_of(db, told("suspension_answered")[0])
        assert borrow(tool, borrower, now=LATE_ENOUGH, first=date(2027, 2, 15), last=date(2027, 2, 16))

    def test_while_a_part_is_missing_it_stands_until_that_is_settled(self, out, suspension, desk):
        back(out, desk, missing="Le chargeur")
        assert suspension.stands

        do(settle, out, by=desk, now=LATE_ENOUGH)

        assert not suspension.stands

    def test_another_loan_that_is_late_keeps_it(self, hub, out, borrower, suspension, desk):
        other = make_tool(units=0, offer=make_tool_offer(hub))
        make_unit(other, "PC-1")
        suspended_at = suspension.suspended_at
        do(answer_suspension, suspension, lift=True, answer="Une fois.", by=desk, now=LATE_ENOUGH)
        late = borrow(other, borrower)
        do(hand_over, late, ["PC-1"], by=desk, now=TUESDAY)
        do(suspend_when_too_late, late, now=LATE_ENOUGH)
        second = (
            read_session()
            .scalars(select(LendingSuspension).where(LendingSuspension.booking_id == late.id))
            .one()
        )

        back(late, desk)
        assert second.stands
        back(out, desk)

        assert not second.stands
        assert suspended_at == suspension.suspended_at

    def test_kept_longer_with_the_hub_s_agreement_nothing_is_late_any_more(self, out, suspension, desk):
        do(extend_loan, out, date(2027, 2, 10), by=desk, by_desk=True, now=LATE_ENOUGH)

        assert not suspension.stands


class TestAppeal:
    def test_the_managers_read_it_and_may_lift_it(self, db, suspension, borrower, desk):
        do(appeal, suspension, "J'étais à l'hôpital.", by=borrower, now=LATE_ENOUGH)
        message = next(one for one in told("suspension_appealed") if one.recipient == desk.email)
        assert "J'étais à l'hôpital." in text_of(db, message)

        do(answer_suspension, suspension, lift=True, answer="Bon rétablissement.", by=desk, now=LATE_ENOUGH)

        assert not suspension.stands
        assert "Bon rétablissement." in text_of(db, told("suspension_answered")[0])
        with pytest.raises(Dropped):
            render(db, message)

    def test_kept_with_a_reason_she_is_told_and_has_been_heard(self, db, suspension, borrower, desk):
        do(appeal, suspension, "Encore une semaine ?", by=borrower, now=LATE_ENOUGH)
        do(answer_suspension, suspension, lift=False, answer="D'autres attendent.", by=desk, now=LATE_ENOUGH)

        assert suspension.stands
        assert "la maintient" in text_of(db, told("suspension_answered")[0])
        with pytest.raises(NothingToAppeal):
            do(appeal, suspension, "S'il vous plaît", by=borrower, now=LATE_ENOUGH)

    def test_what_is_over_is_not_decided_again(self, out, suspension, borrower, desk):
        back(out, desk)

        with pytest.raises(SuspensionOver):
            do(answer_suspension, suspension, lift=True, answer="Oui", by=desk, now=LATE_ENOUGH)
        with pytest.raises(NothingToAppeal):
            do(appeal, suspension, "Pardon", by=borrower, now=LATE_ENOUGH)


def test_two_accounts_suspended_in_one_hub_become_one_suspension(db, hub, desk, borrower, suspension):
    twin = make_person(email="borrower@lens.example")
    other = make_tool(units=0, offer=make_tool_offer(hub))
    make_unit(other, "IMP-1")
    theirs = borrow(other, twin)
    do(hand_over, theirs, ["IMP-1"], by=desk, now=TUESDAY)
    assert do(suspend_when_too_late, theirs, now=LATE_ENOUGH)

    merge(borrower, twin, desk, now=LATE_ENOUGH)

    standing = select(LendingSuspension.person_id).where(LendingSuspension.ended_at.is_(None))
    assert list(db.scalars(standing)) == [borrower.id]
