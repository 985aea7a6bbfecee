from datetime import date, time, timedelta

import pytest

from shared_services.basket.errors import BasketRefused
from shared_services.booking import ledger
from shared_services.booking.basketing import Asked, Sought
from shared_services.booking.errors import Full
from shared_services.booking.models import BookingStatus
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from shared_services.kinds.expertise.basket import MOST_CHOICES, book, find_free
from shared_services.kinds.expertise.errors import SlotTaken
from tests.support import baskets
from tests.support.experts import MET, make_expert, make_expert_offer, meet, person_of
from tests.support.makers import MONDAY, make_person
from tests.support.queries import count_queries

TUESDAY = date(2027, 2, 2)
GIVEN = {"at": "20270202T0900", "minutes": "30"}


def sought(**given):
    days = {"first": TUESDAY, "last": TUESDAY, "sorts": frozenset({"experts"})}
    return Sought(**days | given)


def put(expert, person, **given):
    asked = Asked(bookable_id=expert.id, given=GIVEN)
    with transaction() as db:
        return baskets.operations.put_in_basket(db, asked, person=person, now=MONDAY)


class TestFinding:
    def test_the_first_hours_of_the_day_that_are_free(self, db):
        expert = make_expert()
        meet(expert, make_person())  # at ten, for an hour

        (found,) = find_free(db, sought(from_hour=time(9, 30)), now=MONDAY)

        assert found.bookable.id == expert.id
        assert len(found.choices) == MOST_CHOICES
        assert found.choices[0].starts_at == MET - timedelta(minutes=30)
        assert found.choices[1].starts_at >= MET + timedelta(minutes=60)

    def test_who_only_travels_is_not_among_them(self, db):
        make_expert(make_expert_offer(ways="on_site", travel={"62": 30}))

        assert find_free(db, sought(), now=MONDAY) == []

    def test_nobody_is_there_on_a_sunday(self, db):
        make_expert()

        assert find_free(db, sought(first=date(2027, 2, 7), last=date(2027, 2, 7)), now=MONDAY) == []

    def test_four_statements_for_one_expert_or_for_fifty(self, db):
        for _ in range(50):
            make_expert()
        db.expire_all()

        with count_queries() as sent:
            assert len(find_free(db, sought(), now=MONDAY)) == 50

        assert len(sent) == 4


class TestBasket:
    def test_an_hour_is_kept_for_her_over_all_hubs_then_hers(self, db):
        offer = make_expert_offer()
        expert = make_expert(offer)
        elsewhere = make_expert(make_expert_offer(), person_of(expert), hours=False)
        person, other = make_person(), make_person()
        put(expert, person)

        with pytest.raises(SlotTaken):
            meet(elsewhere, other)
        with pytest.raises((SlotTaken, Full)):
            put(expert, other)
        outcome = baskets.check_out(person)

        assert [booking.status for booking in outcome.bookings] == [BookingStatus.CONFIRMED]
        assert outcome.bookings[0].starts_at == MET
        assert ledger.recount(db) == []

    def test_what_is_removed_is_free_again_in_every_hub(self, db):
        expert = make_expert()
        elsewhere = make_expert(make_expert_offer(), person_of(expert), hours=False)
        line = put(expert, make_person())

        with transaction() as writing:
            baskets.operations.remove_line(writing, line.id, now=MONDAY)

        assert meet(elsewhere, make_person()).status == BookingStatus.CONFIRMED
        assert ledger.recount(db) == []

    def test_an_hour_given_away_meanwhile_is_refused(self, db):
        expert = make_expert()
        person = make_person()
        line = put(expert, person)
        later = line.held_until + timedelta(minutes=1)
        with transaction() as writing:
            baskets.operations.expire_line(writing, line.id, now=later)
        meet(expert, make_person(), now=later)

        with pytest.raises(BasketRefused):
            baskets.check_out(person, now=later)
        assert ledger.recount(db) == []

    @pytest.mark.parametrize("given", [{}, {"at": "x", "minutes": "30"}, {"at": GIVEN["at"], "minutes": "7"}])
    def test_what_makes_no_sense_is_not_found(self, db, given):
        expert = make_expert()

        with pytest.raises(NotFound), transaction() as writing:
            book(writing, Asked(bookable_id=expert.id, given=given), person=make_person(), now=MONDAY)
