from datetime import date

import pytest

from shared_services.finding.wish import Wish, address, canonical, from_canonical, read_wish


def test_an_address_says_only_what_is_asked():
    assert address(Wish()) == {}
    assert address(Wish(words="pix", is_free=True, from_on=date(2027, 2, 1))) == {
        "q": "pix",
        "from": "2027-02-01",
        "free": "1",
    }


def test_the_same_wish_has_one_address_whatever_the_order():
    one, _ = read_wish({"free": "1", "q": " pix ", "sort": "title"})
    other, _ = read_wish({"sort": "title", "q": "pix", "free": "1"})

    assert canonical(one) == canonical(other) == "q=pix&free=1&sort=title"


def test_what_was_kept_is_read_again():
    wish = Wish(words="pix & co", departement="62", around="remote", weekday="2", to_on=date(2027, 3, 1))

    assert from_canonical(canonical(wish)) == wish


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"from": "2027-02-31"}, ["from_on"]),
        ({"from": "1200-01-01"}, ["from_on"]),
        ({"from": "2027-02-02", "to": "2027-02-01"}, ["to_on"]),
        ({"free": "oui", "weekday": "0"}, ["weekday", "is_free"]),
        ({"theme": "rien"}, ["theme"]),
    ],
)
def test_what_cannot_be_read_is_named(given, wrong):
    wish, found = read_wish({"q": "pix", **given}, {"theme": {"pix"}})

    assert found == wrong
    assert wish.words == "pix"


def test_a_distance_without_a_place_means_nothing():
    assert read_wish({"around": "remote"}) == (Wish(), [])


def test_giving_up_the_place_gives_up_the_distance():
    wish = Wish(departement="62", around="remote", is_free=True)

    assert wish.without("departement") == Wish(is_free=True)
