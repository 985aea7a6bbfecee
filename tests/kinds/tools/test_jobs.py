from datetime import date

import pytest
from sqlalchemy import select

from shared_services.booking.models import Audience
from shared_services.core.database import transaction
from shared_services.kinds.tools.jobs import follow_overdue, post_loan_reminders, suspend_late_borrowers
from shared_services.kinds.tools.loans.queries import list_loan_units
from shared_services.kinds.tools.operations import (
    Return,
    extend_loan,
    hand_over,
    set_lending_rules,
    take_back,
)
from shared_services.outbox.letters import Dropped
from shared_services.outbox.models import OutboxMessage
from shared_services.outbox.rendering import render
from tests.support.bookings import do
from tests.support.makers import local, make_affiliation, make_hub, make_organisation, make_person
from tests.support.tools import borrow, make_tool, make_tool_offer, make_unit

TUESDAY = local(date(2027, 2, 2), 10)


@pytest.fixture
def desk(db):
    return make_person("Maud", "Nager")


@pytest.fixture
def tool(db):
    tool = make_tool(units=0, offer=make_tool_offer(make_hub()))
    make_unit(tool, "TAB-1")
    return tool


@pytest.fixture
def borrower(db):
    person, organisation = make_person(email="borrower@test.example"), make_organisation()
    make_affiliation(person, organisation)
    make_affiliation(make_person(email="referent@test.example"), organisation, is_referent=True)
    return person


@pytest.fixture
def out(tool, borrower, desk):
    """TAB-1, due on Thursday 4 February."""
    booking = borrow(tool, borrower)
    do(hand_over, booking, ["TAB-1"], by=desk, now=TUESDAY)
    return booking


@pytest.fixture
def posted(db):
    def read(kind):
        found = select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
        return list(db.scalars(found))

    return read


def back(db, booking, desk, now):
    unit_id = list_loan_units(db, booking.id)[0].unit_id
    do(take_back, booking, {unit_id: Return()}, by=desk, now=now)


def run(at, job, day, hour=10):
    now = local(day, hour)
    with at(now):
        return job(now)


class TestReturns:
    def test_reminded_once_the_day_before(self, db, out, posted, at):
        assert run(at, post_loan_reminders, date(2027, 2, 3), 8) == 0
        assert run(at, post_loan_reminders, date(2027, 2, 3), 9) == 1
        assert run(at, post_loan_reminders, date(2027, 2, 3), 10) == 0

        with at(local(date(2027, 2, 3), 10)):
            text = render(db, posted("loan_return")[0]).get_body(("plain",)).get_content()
        assert "TAB-1" in text
        assert "jeudi 4 février" in text

    def test_back_meanwhile_it_is_not_sent(self, db, out, posted, desk, at):
        run(at, post_loan_reminders, date(2027, 2, 3))
        back(db, out, desk, local(date(2027, 2, 3), 11))

        with pytest.raises(Dropped):
            render(db, posted("loan_return")[0])

    def test_kept_longer_it_is_reminded_of_the_new_day(self, out, posted, desk, at):
        run(at, post_loan_reminders, date(2027, 2, 3))
        do(extend_loan, out, date(2027, 2, 5), by=desk, now=local(date(2027, 2, 3), 11))

        assert run(at, post_loan_reminders, date(2027, 2, 4)) == 1


class TestOverdue:
    def test_the_borrower_then_her_referent_then_the_hub(self, out, posted, at):
        told = []
        for day in (5, 6, 7, 11, 12, 18):
            before = len(posted("loan_overdue"))
            run(at, post_loan_reminders, date(2027, 2, day))
            run(at, post_loan_reminders, date(2027, 2, day), 11)
            new = posted("loan_overdue")[before:]
            told.append([m.recipient.split("@")[0].rstrip("0123456789") for m in new])

        everybody = ["borrower", "referent", "maud"]
        assert told == [["borrower"], [], everybody[:2], everybody, [], everybody]

    def test_each_reads_what_is_hers(self, db, out, posted, at):
        run(at, post_loan_reminders, date(2027, 2, 11))
        with at(local(date(2027, 2, 11), 12)):
            texts = [render(db, m).get_body(("plain",)).get_content() for m in posted("loan_overdue")]

        assert "devait revenir le jeudi 4 février" in texts[0]
        assert "prêté à Alice Martin" in texts[1]
        assert all("TAB-1" in text for text in texts)

    def test_nothing_for_what_is_back(self, db, out, posted, desk, at):
        back(db, out, desk, local(date(2027, 2, 4), 16))

        assert run(at, post_loan_reminders, date(2027, 2, 8)) == 0

    def test_whoever_comes_next_is_warned_once_and_early(self, db, tool, out, posted, at):
        nxt = borrow(
            tool, make_person(email="next@test.example"), first=date(2027, 2, 5), last=date(2027, 2, 8)
        )

        assert run(at, follow_overdue, date(2027, 2, 5), 6) == 1
        assert run(at, follow_overdue, date(2027, 2, 5), 7) == 0

        assert [m.recipient for m in posted("loan_at_risk")] == ["next@test.example"]
        text = render(db, posted("loan_at_risk")[0]).get_body(("plain",)).get_content()
        assert "pas là le vendredi 5 février" in text
        assert nxt.status.value == "confirmed"

    def test_she_reads_where_else_and_when_else_it_is_free(self, db, tool, out, posted, at):
        borrow(tool, make_person(email="next@test.example"), first=date(2027, 2, 5), last=date(2027, 2, 8))
        neighbour = make_tool_offer(make_hub("Hub voisin"), title="Malle de tablettes")
        make_tool(offer=neighbour, audience=Audience.ANYONE, notice_days=0)

        run(at, follow_overdue, date(2027, 2, 5), 6)
        with at(local(date(2027, 2, 5), 6)):
            text = render(db, posted("loan_at_risk")[0]).get_body(("plain",)).get_content()

        assert "Malle de tablettes, Hub voisin" in text
        assert f"/tools/{neighbour.id}?" in text
        assert "du mardi 9 février au vendredi 12 février" in text

    def test_nobody_is_warned_while_nobody_comes(self, out, posted, at):
        assert run(at, follow_overdue, date(2027, 2, 5)) == 0
        assert posted("loan_at_risk") == []


class TestSuspending:
    def test_once_and_only_where_the_hub_suspends(self, tool, out, at):
        assert run(at, suspend_late_borrowers, date(2027, 2, 12)) == 0
        with transaction() as db:
            by = make_person()
            set_lending_rules(
                db, tool.hub_id, visits_a_day=None, late_days=7, by=by, now=local(date(2027, 2, 4), 9)
            )

        done = [run(at, suspend_late_borrowers, date(2027, 2, day)) for day in (11, 12, 13)]

        assert done == [0, 1, 0]
