from datetime import timedelta

import pytest

from shared_services.booking.errors import BookingClosed
from shared_services.booking.models import BookingStatus, KeptSeats, Quota, QuotaPeriod, QuotaScope
from shared_services.booking.operations import (
    add_quota,
    free_kept_seats,
    keep_seats,
    limit_per_organisation,
    remove_quota,
)
from shared_services.booking.sharing.errors import KeptBeyondCapacity, KeptTooLong, QuotaExists
from shared_services.core.errors import NotFound
from tests.support.bookings import book, do
from tests.support.makers import MONDAY, count, make_hub, make_organisation, make_person, make_session

WEEK = MONDAY + timedelta(days=7)


def keep(session, units, *, until=WEEK, organisation_id=None):
    given = {"units": units, "until": until, "organisation_id": organisation_id}
    return do(keep_seats, session, by=make_person(), **given)


class TestLimit:
    def test_a_higher_limit_offers_what_was_free_to_who_waited_for_it(self, db):
        session, mine = make_session(organisation_limit=1), make_organisation()
        book(session, organisation_id=mine.id)
        waits = book(session, organisation_id=mine.id)

        do(limit_per_organisation, session, 2, by=make_person())

        assert waits.status == BookingStatus.OFFERED

    def test_a_lower_one_takes_no_place_away(self, db):
        session, mine = make_session(), make_organisation()
        inside = [book(session, organisation_id=mine.id) for _ in range(2)]

        do(limit_per_organisation, session, 1, by=make_person())

        assert {b.status for b in inside} == {BookingStatus.CONFIRMED}
        assert book(session, organisation_id=mine.id).status == BookingStatus.WAITLISTED

    def test_after_the_closing_there_is_nothing_to_share(self, db):
        session = make_session()

        with pytest.raises(BookingClosed):
            do(limit_per_organisation, session, 1, by=make_person(), now=session.closes_at)


class TestKeptSeats:
    def test_freed_early_they_are_offered_to_who_waits(self, db):
        session = make_session(capacity=1)
        kept = keep(session, 1, organisation_id=make_organisation().id)
        waits = book(session)

        do(free_kept_seats, kept, by=make_person())

        assert waits.status == BookingStatus.OFFERED
        assert count(db, KeptSeats) == 0

    @pytest.mark.parametrize("days", [-1, 0, 60])
    def test_until_a_day_between_now_and_the_closing(self, db, days):
        with pytest.raises(KeptTooLong):
            keep(make_session(), 1, until=MONDAY + timedelta(days=days))

    def test_not_more_than_there_are(self, db):
        session = make_session(capacity=3)
        keep(session, 2)

        with pytest.raises(KeptBeyondCapacity, match="3"):
            keep(session, 2)


class TestQuotas:
    def test_one_rule_for_each_scope_and_period(self, db):
        hub, by = make_hub(), make_person()
        given = {"scope": QuotaScope.PERSON, "period": QuotaPeriod.MONTH, "by": by}
        do(add_quota, hub, most=2, **given)

        with pytest.raises(QuotaExists):
            do(add_quota, hub, most=3, **given)

    def test_a_hub_removes_its_own_rules_only(self, db):
        hub, by = make_hub(), make_person()
        quota = do(add_quota, hub, scope=QuotaScope.PERSON, period=QuotaPeriod.MONTH, most=2, by=by)

        with pytest.raises(NotFound):
            do(remove_quota, make_hub(), quota.id, by=by)
        do(remove_quota, hub, quota.id, by=by)

        assert count(db, Quota) == 0
