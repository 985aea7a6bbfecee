import pytest

from shared_services.core.database import transaction
from shared_services.kinds import KINDS
from shared_services.kinds.tools.operations import book_tool
from shared_services.kinds.trainings.operations import book_session
from tests.kinds.contract import KindContract
from tests.support.makers import MONDAY, make_session
from tests.support.tools import BROUGHT_BACK, FETCHED, make_tool


class Trainings:
    def make(self, *, capacity, **rules):
        return make_session(capacity=capacity, **rules)

    def book(self, bookable, person, *, now=MONDAY):
        with transaction() as db:
            return book_session(db, bookable.id, person=person, by=person, now=now)


class Tools:
    def make(self, *, capacity, **rules):
        return make_tool(units=capacity, turnaround_days=1, **rules)

    def book(self, bookable, person, *, now=MONDAY):
        with transaction() as db:
            days = {"first": FETCHED, "last": BROUGHT_BACK}
            return book_tool(db, bookable.id, person=person, by=person, now=now, **days)


ADAPTERS = {"training": Trainings(), "tool": Tools()}


class TestTrainings(KindContract):
    @pytest.fixture
    def adapter(self):
        return ADAPTERS["training"]


class TestTools(KindContract):
    @pytest.fixture
    def adapter(self):
        return ADAPTERS["tool"]


def test_every_kind_is_held_to_the_contract():
    assert {kind.name for kind in KINDS} == set(ADAPTERS)
