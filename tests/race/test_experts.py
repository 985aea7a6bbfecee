"""Two hubs want the same expert at the same hour: real threads, with and without the guard."""

import pytest
from sqlalchemy import select

from shared_services.accounts.queries import get_person
from shared_services.booking import ledger
from shared_services.booking.models import HOLDING, Booking, BookingStatus, StaffTime
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.kinds.expertise.errors import SlotTaken
from shared_services.kinds.expertise.models import Expert, Way
from shared_services.kinds.expertise.operations import Wished, book_appointment, move_appointment
from tests.support.experts import MET, make_expert, make_expert_offer, person_of
from tests.support.makers import MONDAY, make_person
from tests.support.real import all_at_once

pytestmark = pytest.mark.race

ROUNDS = 10
ASKERS = 4  # of each hub


def booking(offer_id, person_id, start=MET):
    def task():
        wished = Wished(start=start, minutes=60, way=Way.REMOTE, topic="Notre budget")
        with transaction() as db:
            person = get_person(db, person_id)
            return book_appointment(db, offer_id, wished, person=person, by=person, now=MONDAY).status

    return task


def one_round(app):
    """An expert of two hubs, and people of both who all want the same hour."""
    with app.app_context(), clock.stopped(MONDAY):
        here = make_expert(make_expert_offer())
        there = make_expert(make_expert_offer(), person_of(here), hours=False)
        offers, experts = [one.expert_offer_id for one in (here, there)], [here.id, there.id]
        people = [make_person().id for _ in range(2 * ASKERS)]
    results = all_at_once(app, [booking(offers[n % 2], person_id) for n, person_id in enumerate(people)])
    return experts, results


def held(app, experts):
    with app.app_context():
        found = select(Booking.id).where(Booking.bookable_id.in_(experts), Booking.status.in_(HOLDING))
        return len(read_session().scalars(found).all())


def wrong(app, experts):
    """Where the ledger of these experts, and of their working time, is not what is booked."""
    with app.app_context():
        db = read_session()
        people = select(Expert.person_id).where(Expert.id.in_(experts))
        time = db.scalars(select(StaffTime.id).where(StaffTime.person_id.in_(people)))
        ids = {*experts, *time}
        return [found for found in ledger.recount(db) if found.bookable_id in ids]


def test_two_hubs_and_one_expert_make_one_appointment(app):
    for _ in range(ROUNDS):
        experts, results = one_round(app)

        assert results.count(BookingStatus.CONFIRMED) == held(app, experts) == 1
        refused = [result for result in results if result != BookingStatus.CONFIRMED]
        assert all(isinstance(result, SlotTaken) for result in refused), refused
        assert wrong(app, experts) == []


def test_moved_to_the_hour_that_another_one_takes_there_is_one_there_and_none_is_lost(app):
    for _ in range(ROUNDS):
        with app.app_context(), clock.stopped(MONDAY):
            expert = make_expert(make_expert_offer())
            offer_id, expert_id = expert.expert_offer_id, expert.id
            mover, newcomer = make_person().id, make_person().id
        with app.app_context():
            booking(offer_id, mover, MET.replace(hour=13))()
            moved_id = (
                read_session().scalars(select(Booking.id).where(Booking.bookable_id == expert_id)).one()
            )

        def moving(booking_id=moved_id, by_id=mover):
            with transaction() as db:
                by = get_person(db, by_id)
                return move_appointment(db, booking_id, start=MET, by=by, now=MONDAY).status

        results = all_at_once(app, [moving, booking(offer_id, newcomer)])

        assert results.count(BookingStatus.CONFIRMED) == 1
        assert held(app, [expert_id]) == (1 if results[0] == BookingStatus.CONFIRMED else 2)
        assert wrong(app, [expert_id]) == []


def test_without_the_guard_the_expert_is_in_two_places(app, no_guard, monkeypatch):
    monkeypatch.setattr(ledger, "give_back", lambda *_given: None)
    for _ in range(8 * ROUNDS):
        experts, _results = one_round(app)
        if held(app, experts) > 1:
            return
    pytest.fail("the race did not happen: this suite proves nothing")
