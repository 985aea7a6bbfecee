import pytest

ABSENT = [
    "/manage/2147483648/members",
    "/manage/99999999999999999999/team",
    "/sessions/99999999999999999999",
    "/hubs/%00",
    "/hubs/%0A",
    "/bookings/AB%00CD",
]


@pytest.mark.parametrize("address", ABSENT)
def test_what_no_row_can_be_called_is_not_found(client, db, address):
    assert client.get(address).status_code == 404


def test_the_greatest_id_is_looked_for(client, db):
    assert client.get("/sessions/2147483647").status_code == 404
    assert client.get("/manage/2147483647/members").status_code != 404
