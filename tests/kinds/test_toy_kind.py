"""A new kind of resource is one declaration: registered here alone, it keeps every promise of the house."""

import pytest

from shared_services.booking import facts, kinds
from shared_services.catalogue import kinds as offer_kinds
from tests.kinds.contract import KindContract
from tests.support.makers import MONDAY
from tests.support.toys import TOYS, borrow, make_toy


class Toys:
    def make(self, *, capacity, **rules):
        return make_toy(capacity=capacity, **rules)

    def book(self, bookable, person, *, now=MONDAY):
        return borrow(bookable, person, now=now)


class TestToys(KindContract):
    @pytest.fixture(autouse=True)
    def known(self, monkeypatch):
        """For the time of one test."""
        for registry, name in ((kinds, "_kinds"), (facts, "_told_by"), (offer_kinds, "_kinds")):
            monkeypatch.setattr(registry, name, dict(getattr(registry, name)))
        kinds.register_kind(TOYS)

    @pytest.fixture
    def adapter(self):
        return Toys()
