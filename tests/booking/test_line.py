from shared_services.booking.errors import AnotherDateHeld, GroupWaitsTogether, OrganisationFull
from shared_services.booking.line import is_waited_for, why_not_served
from shared_services.booking.waiting import list_turns
from tests.booking.operations.test_reserve_group import group, make_full
from tests.support.bookings import book, cancel
from tests.support.makers import MONDAY, make_offer, make_organisation, make_person, make_session

SLOT = range(1)


def why(db, session):
    return type(why_not_served(db, session, list_turns(db, session)[0], now=MONDAY))


def test_who_only_waits_for_her_turn_is_told_nothing_more(db):
    session = make_full(make_session(capacity=1))
    book(session)

    assert why(db, session) is type(None)
    assert is_waited_for(db, session, SLOT, now=MONDAY)


def test_a_group_learns_that_places_are_free_but_too_few(db):
    session = make_session(capacity=3)
    book(session)
    group(session)

    assert why(db, session) is GroupWaitsTogether
    assert not is_waited_for(db, session, SLOT, now=MONDAY)


def test_her_organisations_share_is_named(db):
    session, mine = make_session(organisation_limit=1), make_organisation()
    book(session, organisation_id=mine.id)
    book(session, organisation_id=mine.id)

    assert why(db, session) is OrganisationFull
    assert not is_waited_for(db, session, SLOT, now=MONDAY)


def test_the_date_she_holds_elsewhere_is_named(db):
    offer, person = make_offer(), make_person()
    session = make_session(offer, capacity=1)
    inside = book(session)
    book(session, person)
    book(make_session(offer), person)

    cancel(inside)

    assert why(db, session) is AnotherDateHeld


def test_whom_the_hub_added_waits_for_a_place_only(db):
    offer, person = make_offer(), make_person()
    session = make_session(offer, capacity=1)
    inside = book(session)
    book(make_session(offer), person)
    waits = book(session, person, staff_adds=True)

    cancel(inside)

    assert waits.status == "offered"
