import pytest

from shared_services.booking import presence
from shared_services.booking.errors import WasThere
from shared_services.booking.operations import swap_person
from tests.support.bookings import book, do
from tests.support.makers import make_person, make_session


def test_what_a_slice_above_says_keeps_the_place_where_it_is(db, monkeypatch):
    def there(_db, _bookable_id):
        return {booking.id: session.starts_at}

    session = make_session()
    booking, bob = book(session), make_person("Bob")
    sheets = presence.Sheets(tell=lambda *_given: None, list_there=there)
    monkeypatch.setattr(presence, "_sheets", [sheets])
    alice_id = booking.person_id

    with pytest.raises(WasThere):
        do(swap_person, booking, bob, organisation_id=None, by=bob, reason="Malade")
    assert booking.person_id == alice_id
