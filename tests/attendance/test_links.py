import pytest

from shared_services.attendance.links import PURPOSE, read_room_token, room_token
from shared_services.core.signing import BadLink, sign


def test_the_link_says_which_half_day_of_which_session(db):
    assert read_room_token(room_token(12, 34)) == (12, 34)


@pytest.mark.parametrize("value", ["12", "12:x", "1:2:3", ""])
def test_anything_else_is_refused(db, value):
    with pytest.raises(BadLink):
        read_room_token(sign(PURPOSE, value))


def test_a_link_made_for_another_purpose_is_refused(db):
    with pytest.raises(BadLink):
        read_room_token(sign("cancel", "12:34"))
