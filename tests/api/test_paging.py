import pytest

from shared_services.api.errors import BadCursor
from shared_services.api.paging import read_cursor, write_cursor


@pytest.fixture(autouse=True)
def in_the_application(db):
    return db


def test_what_was_given_out_is_read_back():
    assert read_cursor("offers", write_cursor("offers", ["à l'heure", 12])) == ["à l'heure", 12]
    assert read_cursor("offers", None) is None


@pytest.mark.parametrize("cursor", ["", "nonsense", "W10.x"])
def test_what_was_not_given_out_is_refused(cursor):
    with pytest.raises(BadCursor):
        read_cursor("offers", cursor)


def test_the_cursor_of_another_list_is_refused():
    with pytest.raises(BadCursor):
        read_cursor("sessions", write_cursor("offers", ["a", 1]))
