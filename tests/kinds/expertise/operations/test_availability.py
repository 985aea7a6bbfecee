from datetime import date, time, timedelta

import pytest

from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from shared_services.kinds.expertise.availability.models import AvailabilityException, AvailabilityRange
from shared_services.kinds.expertise.errors import HoursOverlap, SlotTaken, TooManyRanges
from shared_services.kinds.expertise.operations import (
    Weekly,
    add_absence,
    add_weekly,
    end_weekly,
    list_collisions,
    remove_absence,
    remove_day,
    set_day,
)
from shared_services.kinds.expertise.operations import availability as verbs
from tests.support.experts import MET, make_expert, make_expert_offer, meet, person_of
from tests.support.makers import MONDAY, local, make_person

PARIS = "Europe/Paris"
YEAR = timedelta(days=365)
TUESDAY = MET.date()

pytestmark = pytest.mark.usefixtures("db")


def weekly(starts=18, ends=20, **given):
    values = {"weekdays": (1,), "first_on": date(2027, 1, 4), "last_on": None, "time_zone": PARIS}
    return Weekly(starts=time(starts), ends=time(ends), **values | given)


def do(verb, *args, **given):
    with transaction() as db:
        return verb(db, *args, now=MONDAY, **given)


def collisions(db, person):
    db.expire_all()
    return list_collisions(db, person.id, now=MONDAY, until=MONDAY + YEAR)


class TestWeekly:
    def test_hours_open_slots_in_every_hub(self):
        here = make_expert()
        person = person_of(here)
        there = make_expert(make_expert_offer(), person)
        evening = local(TUESDAY, 18)
        with pytest.raises(SlotTaken):
            meet(here, start=evening)

        do(add_weekly, person, weekly())

        meet(here, start=evening)
        meet(there, start=evening + timedelta(hours=1))

    def test_the_same_hours_twice_are_refused(self):
        person = make_person()
        do(add_weekly, person, weekly())

        with pytest.raises(HoursOverlap):
            do(add_weekly, person, weekly(19, 21))
        with pytest.raises(HoursOverlap):
            do(add_weekly, person, weekly(19, 21, weekdays=(0, 1)))
        do(add_weekly, person, weekly(20, 21))
        do(add_weekly, person, weekly(weekdays=(2,)))

    def test_they_may_follow_in_time(self, db):
        person = make_person()
        (row,) = do(add_weekly, person, weekly())
        do(end_weekly, row.id, last_on=date(2027, 1, 31), by=person)

        do(add_weekly, person, weekly(first_on=date(2027, 2, 1)))

        assert db.query(AvailabilityRange).count() == 2

    def test_what_never_began_goes_at_once(self, db):
        person = make_person()
        (row,) = do(add_weekly, person, weekly())

        do(end_weekly, row.id, last_on=date(2027, 1, 3), by=person)

        assert db.query(AvailabilityRange).count() == 0

    def test_nobody_else_ends_them(self):
        (row,) = do(add_weekly, make_person(), weekly())

        with pytest.raises(NotFound):
            do(end_weekly, row.id, last_on=date(2027, 1, 31), by=make_person())

    def test_there_is_an_end_to_it(self, monkeypatch):
        monkeypatch.setattr(verbs, "MOST_ROWS", 1)
        person = make_person()
        do(add_weekly, person, weekly())

        with pytest.raises(TooManyRanges):
            do(add_weekly, person, weekly(20, 21))


class TestDays:
    def test_a_day_off_has_no_slot_and_the_appointment_is_listed(self, db):
        expert = make_expert()
        booking, person = meet(expert), person_of(expert)
        assert collisions(db, person) == []

        row = do(set_day, person, TUESDAY, None, time_zone=PARIS)

        assert collisions(db, person) == [booking]
        assert booking.status == "confirmed"
        with pytest.raises(SlotTaken):
            meet(expert, start=MET + timedelta(hours=4))
        do(remove_day, row.id, by=person)
        assert collisions(db, person) == []

    def test_other_hours_replace_those_of_the_week(self):
        expert = make_expert()
        do(set_day, person_of(expert), TUESDAY, (time(20), time(21)), time_zone=PARIS)

        with pytest.raises(SlotTaken):
            meet(expert)
        meet(expert, start=local(TUESDAY, 20))

    def test_stretches_add_up_and_a_day_off_replaces_them(self, db):
        person = make_person()
        do(set_day, person, TUESDAY, (time(9), time(10)), time_zone=PARIS)
        do(set_day, person, TUESDAY, (time(11), time(12)), time_zone=PARIS)
        with pytest.raises(HoursOverlap):
            do(set_day, person, TUESDAY, (time(9, 30), time(11, 30)), time_zone=PARIS)
        assert db.query(AvailabilityException).count() == 2

        do(set_day, person, TUESDAY, None, time_zone=PARIS)

        assert [row.starts for row in db.query(AvailabilityException)] == [None]


class TestAbsences:
    def test_away_for_all_hubs_nothing_is_cancelled(self, db):
        expert = make_expert()
        booking, person = meet(expert), person_of(expert)
        stretch = (local(TUESDAY, 0), local(TUESDAY + timedelta(days=2), 0))

        row = do(add_absence, person, stretch, reason="Congés")

        assert collisions(db, person) == [booking]
        with pytest.raises(SlotTaken):
            meet(make_expert(make_expert_offer(), person), start=MET + timedelta(days=1))
        with pytest.raises(NotFound):
            do(remove_absence, row.id, by=make_person())
        do(remove_absence, row.id, by=person)
        assert collisions(db, person) == []

    def test_part_of_an_appointment_is_enough_to_be_listed(self, db):
        expert = make_expert()
        booking, person = meet(expert), person_of(expert)

        do(add_absence, person, (MET + timedelta(minutes=50), MET + timedelta(hours=3)), reason="")

        assert collisions(db, person) == [booking]
