from datetime import UTC, date, datetime

import pytest

from shared_services.booking.models import BookingStatus
from shared_services.booking.no_shows.counting import a_year_later, count_no_shows, list_people_at_limit
from shared_services.booking.operations import accept, record_attendance, reserve_group
from shared_services.core.database import transaction
from tests.support.bookings import book, cancel, do
from tests.support.makers import local, make_hub, make_offer, make_person, make_session
from tests.support.no_shows import DAYS, miss
from tests.support.queries import count_queries
from tests.support.tools import borrow, make_tool, make_tool_offer

FEBRUARY = local(date(2027, 2, 1), 9)
APRIL = date(2027, 4, 6)


@pytest.fixture
def hub(db):
    return make_hub(no_shows_allowed=2)


@pytest.fixture
def alice(db):
    return make_person("Alice", "Durand")


def missed_twice(hub, person):
    return [miss(hub, person, on=day) for day in DAYS[:2]]


class TestWhoNeedsApproval:
    def test_one_absence_less_changes_nothing(self, hub, alice):
        miss(hub, alice)

        assert book(make_session(make_offer(hub)), alice, now=FEBRUARY).status == BookingStatus.CONFIRMED

    def test_at_the_limit_her_place_is_held_and_the_hub_is_asked(self, hub, alice):
        missed_twice(hub, alice)

        booking = book(make_session(make_offer(hub)), alice, now=FEBRUARY)

        assert booking.status == BookingStatus.PENDING
        assert booking.expires_at is not None

    def test_nobody_else_and_no_other_hub(self, hub, alice):
        missed_twice(hub, alice)

        assert book(make_session(make_offer(hub)), now=FEBRUARY).status == BookingStatus.CONFIRMED
        elsewhere = make_session(make_offer(make_hub(no_shows_allowed=1)))
        assert book(elsewhere, alice, now=FEBRUARY).status == BookingStatus.CONFIRMED

    def test_a_hub_without_the_rule_counts_nothing(self, db, alice):
        hub = make_hub()
        missed_twice(hub, alice)

        assert book(make_session(make_offer(hub)), alice, now=FEBRUARY).status == BookingStatus.CONFIRMED
        assert count_no_shows(db, hub.id, [alice.id], now=FEBRUARY) == {}

    def test_a_corrected_sheet_takes_it_away(self, hub, alice):
        first, _second = missed_twice(hub, alice)
        do(record_attendance, first, attended=True, by=make_person(), now=FEBRUARY)

        assert book(make_session(make_offer(hub)), alice, now=FEBRUARY).status == BookingStatus.CONFIRMED

    def test_an_absence_counts_for_twelve_months(self, db, hub, alice):
        first, _second = missed_twice(hub, alice)
        a_year_on = a_year_later(first.starts_at)

        assert count_no_shows(db, hub.id, [alice.id], now=a_year_on)[alice.id].count == 1

    def test_what_the_staff_add_is_agreed_to(self, hub, alice):
        missed_twice(hub, alice)
        session = make_session(make_offer(hub))

        assert book(session, alice, now=FEBRUARY, staff_adds=True).status == BookingStatus.CONFIRMED

    def test_a_seat_freed_for_her_asks_the_hub_too(self, hub, alice):
        missed_twice(hub, alice)
        session = make_session(make_offer(hub), starts_on=APRIL, capacity=1)
        first = book(session, now=FEBRUARY)
        waiting = book(session, alice, now=FEBRUARY)

        cancel(first, now=FEBRUARY)
        do(accept, waiting, by=alice, now=FEBRUARY)

        assert waiting.status == BookingStatus.PENDING

    def test_in_a_group_each_has_her_own_answer(self, hub, alice):
        missed_twice(hub, alice)
        session, bob = make_session(make_offer(hub)), make_person("Bob", "Martin")

        with transaction() as db:
            outcome = reserve_group(
                db,
                session.id,
                people=[alice, bob],
                by=bob,
                organisation_id=None,
                stays_together=False,
                now=FEBRUARY,
            )

        statuses = [one.status for one in outcome.bookings]
        assert statuses == [BookingStatus.PENDING, BookingStatus.CONFIRMED]

    def test_what_has_no_date_of_its_own_is_not_concerned(self, hub, alice):
        missed_twice(hub, alice)
        tool = make_tool(offer=make_tool_offer(hub))

        assert borrow(tool, alice, now=FEBRUARY).status == BookingStatus.CONFIRMED


class TestListPeopleAtLimit:
    def test_by_name_with_a_single_statement(self, db, hub, alice):
        zoe = make_person("Zoé", "Zola")
        for person in (zoe, alice):
            missed_twice(hub, person)
        miss(hub, make_person("Une", "Fois"))
        db.refresh(hub)

        with count_queries() as counted:
            found = list_people_at_limit(db, hub, now=FEBRUARY)

        assert [(person.name, missed.count) for person, missed in found] == [
            ("Alice Durand", 2),
            ("Zoé Zola", 2),
        ]
        assert len(counted) == 1


def test_a_year_later_of_a_leap_day_is_the_28th():
    leap_day = datetime(2028, 2, 29, 8, tzinfo=UTC)

    assert a_year_later(leap_day) == datetime(2029, 2, 28, 8, tzinfo=UTC)
