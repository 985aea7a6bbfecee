from datetime import date, timedelta

import pytest

from shared_services.booking.errors import (
    AlreadyBooked,
    BookingClosed,
    Full,
    NotAColleague,
    NotOfThisAudience,
)
from shared_services.booking.models import Audience, BookingStatus
from shared_services.catalogue.models import OfferStatus
from shared_services.core.database import transaction
from shared_services.core.errors import Forbidden
from shared_services.kinds.tools.errors import MoreThanServe, ReturnBeforePickUp, ToolNotPublished
from shared_services.kinds.tools.models import UnitState
from shared_services.kinds.tools.operations import book_tool_for_colleague, set_state
from shared_services.kinds.tools.queries import list_units_of
from tests.support.bookings import cancel, do
from tests.support.makers import (
    MONDAY,
    make_affiliation,
    make_hub,
    make_membership,
    make_organisation,
    make_person,
)
from tests.support.tools import BROUGHT_BACK, FETCHED, borrow, make_tool, make_tool_offer

S = BookingStatus


class TestQuantities:
    def test_so_many_over_those_days_and_no_more(self, db):
        tool = make_tool(units=3)

        assert borrow(tool, units=2).status == S.CONFIRMED
        assert borrow(tool, units=2).status == S.WAITLISTED

    def test_who_waits_for_other_days_holds_nobody_up(self, db):
        tool = make_tool(units=1)
        borrow(tool)
        borrow(tool)

        later = borrow(tool, first=date(2027, 2, 8), last=date(2027, 2, 9))

        assert later.status == S.CONFIRMED

    def test_who_waits_for_two_is_served_when_two_are_free(self, db):
        tool = make_tool(units=2)
        one, other = borrow(tool), borrow(tool)
        waiting = borrow(tool, units=2)

        cancel(one)
        assert waiting.status == S.WAITLISTED
        cancel(other)

        assert waiting.status == S.OFFERED

    def test_the_day_of_checking_is_nobodys(self, db):
        tool = make_tool(units=1, turnaround_days=1)
        borrow(tool)

        next_day = BROUGHT_BACK + timedelta(days=1)

        assert borrow(tool, first=next_day, last=next_day).status == S.WAITLISTED

    def test_more_than_there_are_is_refused_at_once(self, db):
        with pytest.raises(MoreThanServe, match="Il n'y en a que 3"):
            borrow(make_tool(units=3), units=4)

    def test_a_unit_under_repair_for_ever_serves_nobody_however_far(self, db):
        tool = make_tool(units=2, horizon_days=20)
        do(set_state, list_units_of(db, [tool.id])[0], UnitState.UNDER_REPAIR, reason="", by=make_person())
        with transaction():
            tool.horizon_days = 300  # nobody wrote the ledger further
        far = {"first": date(2027, 9, 7), "last": date(2027, 9, 8)}

        assert [borrow(tool, **far).status for _ in range(2)] == [S.CONFIRMED, S.WAITLISTED]

    def test_full_without_the_waiting_list_is_said(self, db):
        tool = make_tool(units=1)
        borrow(tool)

        with pytest.raises(Full):
            borrow(tool, join_waiting_list=False)


class TestWho:
    def test_members_only_when_the_tool_is_for_them(self, db):
        with pytest.raises(NotOfThisAudience):
            borrow(make_tool(audience=Audience.HUB_MEMBERS))

    def test_the_same_person_again_on_days_that_overlap(self, db):
        tool, person = make_tool(), make_person()
        first = borrow(tool, person)

        with pytest.raises(AlreadyBooked, match=first.reference):
            borrow(tool, person, first=BROUGHT_BACK, last=date(2027, 2, 5))

        assert borrow(tool, person, first=date(2027, 2, 8), last=date(2027, 2, 8)).status == S.CONFIRMED

    def test_nobody_before_it_is_published(self, db):
        with pytest.raises(ToolNotPublished):
            borrow(make_tool(offer=make_tool_offer(status=OfferStatus.DRAFT)))

    def test_asked_too_late_is_closed(self, db):
        with pytest.raises(BookingClosed):
            borrow(make_tool(notice_days=40))

    def test_days_the_wrong_way_round(self, db):
        with pytest.raises(ReturnBeforePickUp):
            borrow(make_tool(), first=BROUGHT_BACK, last=FETCHED)


class TestColleagues:
    @pytest.fixture
    def team(self, db):
        hub = make_hub()
        organisation = make_organisation()
        make_membership(organisation, hub)
        referent, colleague = make_person("Rémi", "Férent"), make_person()
        make_affiliation(referent, organisation, is_referent=True)
        make_affiliation(colleague, organisation)
        tool = make_tool(offer=make_tool_offer(hub), audience=Audience.HUB_MEMBERS)
        return tool, organisation, referent, colleague

    def ask(self, tool, organisation, by, colleague):
        with transaction() as db:
            return book_tool_for_colleague(
                db,
                tool.id,
                colleague_id=colleague.id,
                organisation_id=organisation.id,
                by=by,
                first=FETCHED,
                last=BROUGHT_BACK,
                now=MONDAY,
            )

    def test_a_referent_borrows_for_one_of_her_people(self, team):
        tool, organisation, referent, colleague = team

        booking = self.ask(tool, organisation, referent, colleague)

        assert (booking.person_id, booking.booked_by_id) == (colleague.id, referent.id)
        assert booking.organisation_id == organisation.id

    def test_nobody_else_does(self, team):
        tool, organisation, referent, colleague = team

        with pytest.raises(Forbidden):
            self.ask(tool, organisation, colleague, referent)
        with pytest.raises(NotAColleague):
            self.ask(tool, organisation, referent, make_person())
