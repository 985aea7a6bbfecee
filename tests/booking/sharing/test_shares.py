from datetime import timedelta

import pytest

from shared_services.booking import jobs
from shared_services.booking.errors import OrganisationFull, SeatsKept
from shared_services.booking.models import BookingStatus, KeptSeats
from shared_services.booking.operations import change_capacity
from shared_services.booking.sharing.shares import units_kept_from
from tests.support.bookings import book, cancel, do
from tests.support.makers import (
    MONDAY,
    make_hub,
    make_membership,
    make_organisation,
    make_person,
    make_session,
    saved,
)

WEEK = timedelta(days=7)


def keep(session, units, *, organisation=None, until=MONDAY + WEEK):
    return saved(
        KeptSeats(
            bookable_id=session.id,
            organisation_id=organisation.id if organisation else None,
            units=units,
            until=until,
        )
    )


class TestOrganisationLimit:
    def test_the_next_of_the_same_organisation_waits_and_another_one_comes_in(self, db):
        session, mine, other = make_session(organisation_limit=2), make_organisation(), make_organisation()
        for _ in range(2):
            book(session, organisation_id=mine.id)

        third = book(session, organisation_id=mine.id)

        assert third.status == BookingStatus.WAITLISTED
        assert book(session, organisation_id=other.id).status == BookingStatus.CONFIRMED
        assert book(session).status == BookingStatus.CONFIRMED

    def test_her_turn_comes_when_a_colleague_leaves(self, db):
        session, mine = make_session(organisation_limit=1), make_organisation()
        first = book(session, organisation_id=mine.id)
        second = book(session, organisation_id=mine.id)

        cancel(first)

        assert second.status == BookingStatus.OFFERED

    def test_without_the_list_the_limit_is_said(self, db):
        session, mine = make_session(organisation_limit=1), make_organisation()
        book(session, organisation_id=mine.id)

        with pytest.raises(OrganisationFull, match=r"\(1\)"):
            book(session, organisation_id=mine.id, join_waiting_list=False)

    def test_the_hub_may_add_beyond_it(self, db):
        session, mine = make_session(organisation_limit=1), make_organisation()
        book(session, organisation_id=mine.id)

        assert book(session, organisation_id=mine.id, staff_adds=True).status == BookingStatus.CONFIRMED

    def test_more_places_do_not_lift_it(self, db):
        session, mine = make_session(capacity=1, organisation_limit=1), make_organisation()
        book(session, organisation_id=mine.id)
        second = book(session, organisation_id=mine.id)
        stranger = book(session)

        do(change_capacity, session, 5, by=make_person())

        assert second.status == BookingStatus.WAITLISTED
        assert stranger.status == BookingStatus.OFFERED


class TestKeptSeats:
    def test_the_last_places_are_for_those_they_are_kept_for(self, db):
        session, mine = make_session(capacity=3), make_organisation()
        keep(session, 2, organisation=mine)
        book(session)

        with pytest.raises(SeatsKept):
            book(session, join_waiting_list=False)

        assert book(session, organisation_id=mine.id).status == BookingStatus.CONFIRMED
        assert units_kept_from(db, session, None, range(1), now=MONDAY) == 1

    def test_the_hubs_members_find_theirs(self, db):
        hub = make_hub()
        session, member = make_session(capacity=1), make_organisation()
        make_membership(member, session_hub(db, session))
        stranger = make_organisation()
        make_membership(stranger, hub)
        keep(session, 1)

        waits = book(session, organisation_id=stranger.id)

        assert waits.status == BookingStatus.WAITLISTED
        assert book(session, organisation_id=member.id).status == BookingStatus.CONFIRMED

    def test_what_nobody_took_is_offered_at_the_date(self, db):
        session = make_session(capacity=1)
        keep(session, 1, organisation=make_organisation())
        waits = book(session)

        assert jobs.offer_free_places(MONDAY + WEEK - timedelta(minutes=1)) == 0
        assert jobs.offer_free_places(MONDAY + WEEK) == 1

        assert waits.status == BookingStatus.OFFERED
        assert jobs.offer_free_places(MONDAY + WEEK) == 0

    def test_the_hub_gives_them_to_whom_it_adds(self, db):
        session = make_session(capacity=1)
        keep(session, 1, organisation=make_organisation())

        assert book(session, staff_adds=True).status == BookingStatus.CONFIRMED


def session_hub(db, session):
    from shared_services.network.models import Hub

    return db.get(Hub, session.hub_id)
