from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.booking import ledger
from shared_services.kinds.expertise.availability.models import BusyCalendar
from shared_services.kinds.expertise.errors import BothGiveThis
from shared_services.kinds.expertise.models import Expert
from shared_services.network.models import StaffRole
from tests.support.experts import MET, make_expert, make_expert_offer, make_hours, meet
from tests.support.makers import LONG_AGO, make_hub, make_person, make_role, saved
from tests.support.twins import make_twins, merge


@pytest.fixture
def twins(db):
    return make_twins()


def test_the_appointments_of_both_are_in_one_working_time(db, twins):
    for person in twins:
        make_role(person, make_hub(), StaffRole.TRAINER)
        make_hours(person)
    meet(make_expert(person=twins[0]), make_person())
    expert = make_expert(person=twins[1])
    meet(expert, make_person(), start=MET + timedelta(hours=4))

    merge(*twins)

    assert set(db.scalars(select(Expert.person_id))) == {twins[0].id}
    assert expert.person_id == twins[0].id
    assert ledger.recount(db) == []


def test_two_experts_of_one_offer_are_not_made_one(db, twins):
    offer = make_expert_offer(title="Gestion de projet")
    for person in twins:
        make_expert(offer, person)

    with pytest.raises(BothGiveThis, match="Gestion de projet"):
        merge(*twins)


def test_calendars_of_one_name_are_both_kept(db, twins):
    for person in twins:
        saved(BusyCalendar(person_id=person.id, name="Agenda", time_zone="Europe/Paris", created_at=LONG_AGO))

    merge(*twins)

    names = db.scalars(select(BusyCalendar.name).order_by(BusyCalendar.name)).all()
    assert names == ["Agenda", f"Agenda ({twins[1].reference})"]
