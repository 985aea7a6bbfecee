import pytest

from shared_services.booking import presence
from shared_services.booking.errors import IllegalMove
from shared_services.booking.operations import swap_person
from tests.support.bookings import book, do
from tests.support.makers import make_person, make_session


def test_what_a_slice_above_says_keeps_the_place_where_it_is(db, monkeypatch):
    def keep(_db, _booking):
        raise IllegalMove

    sheets = presence.Sheets(tell=lambda *_given: None, check_leaves=keep)
    monkeypatch.setattr(presence, "_sheets", [sheets])
    booking, bob = book(make_session()), make_person("Bob")
    alice_id = booking.person_id

    with pytest.raises(IllegalMove):
        do(swap_person, booking, bob, organisation_id=None, by=bob, reason="Malade")
    assert booking.person_id == alice_id
