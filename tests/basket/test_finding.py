from datetime import date, time, timedelta

import pytest

from shared_services.basket.finding import find_free, list_ways_on
from shared_services.basket.wish import FreeWish
from shared_services.booking.basketing import Sought
from shared_services.booking.models import Audience
from shared_services.catalogue.search import Around, Wanted
from shared_services.kinds.tools.models import ToolCategory
from tests.support.baskets import put
from tests.support.bookings import book
from tests.support.experts import make_expert, make_expert_offer
from tests.support.makers import (
    MONDAY,
    make_aidant,
    make_hub,
    make_offer,
    make_person,
    make_session,
)
from tests.support.queries import count_queries
from tests.support.tools import BROUGHT_BACK, FETCHED, borrow, make_tool, make_tool_offer

EVERYTHING = frozenset({"tools", "rooms", "trainings"})
SATURDAY = date(2027, 2, 6)


def find(db, person=None, **given):
    values = {"first": FETCHED, "last": BROUGHT_BACK, "sorts": EVERYTHING} | given
    return find_free(db, Sought(**values), person=person, now=MONDAY)


def titles(found):
    return [one.title for group in found.groups for _hub, things in group.hubs for one in things]


def tool(title="Valise", hub=None, **rules):
    category = rules.pop("category", ToolCategory.TABLETS)
    return make_tool(offer=make_tool_offer(hub, title=title, category=category), **rules)


class TestFindFree:
    def test_tools_rooms_and_sessions_of_every_hub_by_sort_and_hub(self, db):
        tool("Valise", make_hub("Hub Nord"))
        tool("Fab lab", make_hub("Hub Ain"), category=ToolCategory.ROOMS)
        make_session(make_offer(make_hub("Hub Bis"), title="Pix"))

        found = find(db, make_person())

        assert [(group.label, [hub.name for hub, _ in group.hubs]) for group in found.groups] == [
            ("Formations", ["Hub Bis"]),
            ("Outils", ["Hub Nord"]),
            ("Salles", ["Hub Ain"]),
        ]
        assert titles(found) == ["Pix", "Valise", "Fab lab"]

    def test_only_what_is_ticked(self, db):
        tool("Valise")
        make_session(make_offer(title="Pix"))

        assert titles(find(db, sorts=frozenset({"trainings"}))) == ["Pix"]

    def test_as_many_as_are_wanted_are_left_all_along(self, db):
        taken = tool("Valise", units=3)
        borrow(taken, first=FETCHED, last=FETCHED, units=2)

        assert titles(find(db, units=1)) == ["Valise"]
        assert titles(find(db, units=2)) == []

    def test_the_rules_of_the_tool_hold(self, db):
        tool("Valise", most_days=2)

        assert titles(find(db)) == []
        assert titles(find(db, last=FETCHED + timedelta(days=1))) == ["Valise"]

    def test_a_session_lies_within_the_days_and_hours(self, db):
        make_session(make_offer(title="Pix"))  # 9 h 30 – 17 h on 2 February

        assert titles(find(db, from_hour=time(9), to_hour=time(17))) == ["Pix"]
        assert titles(find(db, from_hour=time(10))) == titles(find(db, to_hour=time(16))) == []
        assert titles(find(db, first=FETCHED + timedelta(days=1))) == []

    def test_what_is_full_or_waited_for_is_not_free(self, db):
        full = make_session(make_offer(title="Pix"), capacity=1)
        book(full)
        waited = tool("Valise", units=2)
        borrow(waited, units=1)
        borrow(waited, units=2)

        assert titles(find(db)) == []

    def test_what_another_keeps_in_her_basket_is_not_free(self, db):
        put(tool("Valise", units=1), make_person())

        assert titles(find(db)) == []

    def test_what_is_for_members_of_other_hubs_is_counted_apart(self, db):
        hub = make_hub()
        tool("Valise", hub, audience=Audience.HUB_MEMBERS)
        tool("Ailleurs", audience=Audience.HUB_MEMBERS)
        tool("Partout", audience=Audience.ANY_HUB)

        member, outsider = find(db, make_aidant(hub)), find(db, make_person())

        assert (sorted(titles(member)), member.for_others) == (["Partout", "Valise"], 1)
        assert (titles(outsider), outsider.for_others) == ([], 3)

    def test_in_the_departement_and_its_neighbours(self, db):
        tool("Loin", make_hub(departements=("42",)))
        tool("Voisin", make_hub(departements=("59",)))
        tool("Ici", make_hub(departements=("62",)))

        assert titles(find(db, where=Wanted(departement="62"))) == ["Ici"]
        near = Wanted(departement="62", around=Around.NEIGHBOURS)
        assert sorted(titles(find(db, where=near))) == ["Ici", "Voisin"]

    def test_what_she_has_already_is_marked(self, db):
        person = make_person()
        kept, booked = tool("Valise"), tool("Robot")
        put(kept, person)
        borrow(booked, person)

        found = find(db, person)

        assert (found.in_basket, found.booked) == ({kept.id}, {booked.id})

    def test_three_hundred_tools_and_fifty_experts_in_at_most_twelve_statements(self, db):
        person, hub = make_person(), make_hub()
        for number in range(3):
            tool(f"Valise {number}", hub, units=1)
        make_session(make_offer(hub))
        offer = make_expert_offer(hub)
        make_expert(offer)
        few = statements(db, person)
        many_tools(db, hub, 300)
        for _ in range(49):
            make_expert(offer)

        many = statements(db, person)

        assert many == few <= 12

    @pytest.mark.parametrize("sorts", [frozenset(), frozenset({"nothing"})])
    def test_what_nobody_lends_is_not_found(self, db, sorts):
        tool()

        assert find(db, sorts=sorts).count == 0


def statements(db, person):
    person_id = person.id
    db.expire_all()
    person = db.get(type(person), person_id)
    with count_queries() as sent:
        found = find(db, person)
    assert found.count
    return len(sent)


def many_tools(db, hub, number):
    for each in range(number):
        tool(f"Valise {each}", hub, units=1)


class TestWaysOn:
    def test_nothing_here_but_next_door_fewer_or_a_week_later(self, db):
        near = tool("Voisin", make_hub(departements=("59",)), units=2)
        make_hub(departements=("62",))
        borrow(near, units=1)
        wish = FreeWish(first=FETCHED, last=FETCHED, departement="62", units=2)

        everything = list_ways_on(db, wish, person=None, now=MONDAY)

        assert everything[0].label == "partout, tout ce qui se réserve"
        one = wish.but(units=1)
        said = {way.label: way.count for way in list_ways_on(db, one, person=None, now=MONDAY)}
        assert said == {"avec les départements voisins": 1, "partout": 1}

    def test_on_a_closed_day_what_is_free_later(self, db):
        tool("Valise")

        said = [
            way.label
            for way in list_ways_on(db, FreeWish(first=SATURDAY, last=SATURDAY), person=None, now=MONDAY)
        ]

        assert said == ["2 jours plus tard"]

    def test_nothing_for_any_change_is_nothing(self, db):
        assert list_ways_on(db, FreeWish(first=FETCHED, last=FETCHED), person=None, now=MONDAY) == []

    def test_the_sorts_and_the_hours_may_be_given_up(self, db):
        make_session(make_offer(title="Pix"))
        wish = FreeWish(first=FETCHED, last=FETCHED, from_hour=time(10), sorts=frozenset({"trainings"}))

        said = [way.label for way in list_ways_on(db, wish, person=None, now=MONDAY)]

        assert said == ["à toute heure"]
