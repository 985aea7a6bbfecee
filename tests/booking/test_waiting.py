from datetime import timedelta

from shared_services.booking.waiting import list_waiting, ranks_of
from tests.support.bookings import book
from tests.support.makers import MONDAY, make_organisation, make_session

MINUTE = timedelta(minutes=1)


def waiting_for(session, *organisations):
    """One person of each organisation asks, a minute apart."""
    return [
        book(session, organisation_id=organisation and organisation.id, now=MONDAY + number * MINUTE)
        for number, organisation in enumerate(organisations)
    ]


class TestListWaiting:
    def test_first_come_first_served(self, db):
        session = make_session(capacity=0)
        first, second = waiting_for(session, None, None)

        assert [b.id for b in list_waiting(db, session)] == [first.id, second.id]

    def test_an_organisation_with_nobody_in_yet_goes_before_one_that_has(self, db):
        served, new = make_organisation(), make_organisation()
        session = make_session(capacity=1, waiting_rule="new_organisations_first")
        _inside, again, newcomer = waiting_for(session, served, served, new)

        assert [b.id for b in list_waiting(db, session)] == [newcomer.id, again.id]

    def test_only_the_first_of_a_new_organisation_goes_before(self, db):
        one, other = make_organisation(), make_organisation()
        session = make_session(capacity=0, waiting_rule="new_organisations_first")
        a, b, c = waiting_for(session, one, one, other)

        assert [w.id for w in list_waiting(db, session)] == [a.id, c.id, b.id]


class TestRanksOf:
    def test_each_who_waits_has_her_rank_and_nobody_else(self, db):
        session = make_session(capacity=1)
        inside, first, second = waiting_for(session, None, None, None)
        for booking in (inside, first, second):
            booking.bookable = session

        assert ranks_of(db, [inside, first, second]) == {first.id: 1, second.id: 2}
        db.rollback()
