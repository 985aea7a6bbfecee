from dataclasses import replace
from datetime import date

import pytest

from shared_services.booking import facts
from shared_services.booking.errors import Overlapping
from shared_services.booking.overlaps import check_overlaps, find_clashes
from shared_services.kinds.trainings.models import HalfDay
from tests.support.bookings import book, cancel
from tests.support.makers import local, make_person, make_session, saved
from tests.support.queries import count_queries
from tests.support.toys import TOYS, borrow, loan, make_toy

TUESDAY = date(2027, 2, 2)
WEDNESDAY = date(2027, 2, 3)


def test_two_sessions_of_one_day_meet_and_the_period_is_told(db, person):
    other = book(make_session(), person)

    clash = find_clashes(db, make_session(), [person.id])[person.id][0]

    assert clash.booking.id == other.id
    assert (clash.starts_at, clash.ends_at) == (local(TUESDAY, 9, 30), local(TUESDAY, 12, 30))


def test_a_session_between_the_days_of_another_does_not_meet_it(db, person):
    thursday = (local(date(2027, 2, 4), 9), local(date(2027, 2, 4), 12))
    over_two_days = make_session(ends_at=thursday[1])
    saved(HalfDay(session_id=over_two_days.id, starts_at=thursday[0], ends_at=thursday[1]))
    book(over_two_days, person)

    assert find_clashes(db, make_session(starts_on=WEDNESDAY), [person.id]) == {}


def test_what_was_cancelled_or_only_waits_is_in_nobodys_way(db, person):
    cancel(book(make_session(), person))
    full = make_session(capacity=1)
    book(full)
    book(full, person)

    assert find_clashes(db, make_session(), [person.id]) == {}


def test_checking_names_the_other_booking_unless_it_is_the_one_given_up(db, person):
    other = book(make_session(), person)
    session = make_session()

    with pytest.raises(Overlapping, match=other.reference):
        check_overlaps(db, session, person.id)

    check_overlaps(db, session, person.id, except_for=other.id)


def test_many_people_cost_what_one_costs(db):
    here, there = make_session(), make_session()
    people = [make_person() for _ in range(5)]
    for person in people:
        book(there, person)
    ids = [person.id for person in people]
    find_clashes(db, here, ids)

    with count_queries() as few:
        find_clashes(db, here, ids[:1])
    with count_queries() as many:
        assert len(find_clashes(db, here, ids)) == 5

    assert len(many) == len(few)


@pytest.fixture
def outings(monkeypatch):
    """Toys, as if whoever takes one went out with it."""
    told = facts._told_by | {"toy": replace(TOYS.telling, moments=facts.whole, occupies=True)}
    monkeypatch.setattr(facts, "_told_by", told)


def test_a_period_of_its_own_meets_a_session_and_the_session_meets_it(db, person, outings):
    toy, session = make_toy(), make_session()
    taken = book(session, person)

    assert [clash.booking for clash in find_clashes(db, toy, [person.id], period=loan())[person.id]] == [
        taken
    ]
    with pytest.raises(Overlapping):
        borrow(toy, person)
    elsewhere = loan(WEDNESDAY, WEDNESDAY)
    theirs = borrow(toy, person, elsewhere)

    met = find_clashes(db, make_session(starts_on=WEDNESDAY), [person.id])[person.id]
    assert [(clash.booking, clash.starts_at) for clash in met] == [(theirs, elsewhere.starts_at)]
