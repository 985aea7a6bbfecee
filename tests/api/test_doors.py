from datetime import timedelta

import pytest

from shared_services.api import doors
from shared_services.api.errors import DatesNeeded, OneSeatEach
from shared_services.booking.facts import registered_kinds
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from shared_services.kinds.expertise.errors import UnknownDuration
from tests.support.experts import MET, make_expert
from tests.support.makers import MONDAY, make_person, make_session, make_staff_time


def test_every_kind_that_can_be_told_has_its_door(app):
    assert set(doors.DOORS) == set(registered_kinds())


def test_a_kind_without_a_door_does_not_exist(db):
    person = make_person()
    bookable_id = make_staff_time(person).id
    with transaction() as write, pytest.raises(NotFound):
        doors.book(write, {"bookable_id": bookable_id}, by=person, now=MONDAY)


def test_a_session_is_booked_by_the_verb_of_the_site(db, monkeypatch):
    asked = {}
    monkeypatch.setattr(doors.trainings, "book_session", lambda db, session_id, **given: asked.update(given))
    person, session = make_person(), make_session()
    with transaction() as write:
        doors.book(write, {"bookable_id": session.id}, by=person, now=MONDAY)

    assert (asked["join_waiting_list"], asked["despite_overlap"]) == (False, False)


def test_an_hour_with_an_expert_is_booked_as_on_the_site(db):
    expert, person = make_expert(), make_person()
    asked = {"bookable_id": expert.id, "starts_at": MET, "ends_at": MET + timedelta(minutes=60)}

    with transaction() as write:
        booking = doors.book(write, asked, by=person, now=MONDAY)

    assert (booking.starts_at, booking.ends_at) == (asked["starts_at"], asked["ends_at"])


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"quantity": 2}, OneSeatEach),
        ({"ends_at": None}, DatesNeeded),
        ({"ends_at": MET + timedelta(minutes=7)}, UnknownDuration),
    ],
)
def test_what_an_expert_does_not_give_is_refused(db, changed, refusal):
    asked = {"bookable_id": make_expert().id, "starts_at": MET, "ends_at": MET + timedelta(minutes=60)}

    with pytest.raises(refusal), transaction() as write:
        doors.book(write, asked | changed, by=make_person(), now=MONDAY)
