import pytest

from shared_services.booking.queries import list_roster
from shared_services.kinds.trainings.roster_wish import RosterWish
from tests.support.bookings import book, cancel
from tests.support.makers import make_organisation, make_person, make_session


@pytest.fixture
def roster(db):
    session = make_session()
    lens, arras = make_organisation("Médiathèque de Lens"), make_organisation("Cyber-base d'Arras")
    book(session, make_person("Zoé", "Abel"), organisation_id=lens.id)
    book(session, make_person("Ana", "Zola"), organisation_id=arras.id)
    cancel(book(session, make_person("Luc", "Milieu")))
    return list_roster(db, session.id)


def names(bookings):
    return [booking.person.last_name for booking in bookings]


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ({}, ["Abel", "Zola", "Milieu"]),
        ({"state": "cancelled"}, ["Milieu"]),
        ({"q": "zoe"}, ["Abel"]),
        ({"q": "cyber arras"}, ["Zola"]),
        ({"q": "personne"}, []),
        ({"order": "name"}, ["Abel", "Milieu", "Zola"]),
        ({"order": "organisation"}, ["Milieu", "Zola", "Abel"]),
        ({"state": "dead", "order": "price", "organisation": "x"}, ["Abel", "Zola", "Milieu"]),
    ],
)
def test_what_is_asked_is_what_is_shown(roster, given, seen):
    assert names(RosterWish.read(given).apply(roster)) == seen


def test_one_organisation(roster):
    wish = RosterWish.read({"organisation": str(roster[0].organisation_id)})

    assert names(wish.apply(roster)) == ["Abel"]


def test_the_address_holds_the_whole_wish_and_nothing_more():
    given = {"state": "confirmed", "q": "zoé", "order": "name"}

    assert RosterWish.read(given).address == given
    assert RosterWish.read({"order": "asked", "state": ""}).address == {}
