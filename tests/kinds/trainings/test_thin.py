from datetime import date

import pytest

from shared_services.kinds.trainings.thin import list_thin_sessions
from tests.support.bookings import book
from tests.support.makers import MONDAY, make_hub, make_manager, make_offer, make_session

SOON = date(2027, 1, 26)
TITLE = "Accompagner un public débutant avec Pix"


@pytest.fixture
def offer(hub):
    return make_offer(hub, title=TITLE)


def thin(db, hub):
    return list_thin_sessions(db, hub.id, now=MONDAY).sessions


def twins(db, hub):
    (one,) = thin(db, hub)
    return [twin.id for twin, _seats in one.twins]


def test_a_third_of_the_places_is_enough(db, hub, offer):
    empty, enough = make_session(offer, capacity=3), make_session(offer, capacity=3)
    book(enough)

    (one,) = thin(db, hub)
    assert one.session.id == empty.id
    assert (one.seats.taken, one.days_left) == (0, 29)


def test_of_very_many_the_soonest_are_shown_and_the_page_says_so(db, hub, offer, sign_in, at, monkeypatch):
    monkeypatch.setattr("shared_services.kinds.trainings.thin.MOST_THIN", 1)
    make_session(offer, starts_on=date(2027, 1, 28))
    assert "Il y en a davantage" not in page_of(sign_in, hub, at)
    soonest = make_session(offer, starts_on=SOON)

    assert [one.session.id for one in thin(db, hub)] == [soonest.id]
    assert "Il y en a davantage" in page_of(sign_in, hub, at)


def page_of(sign_in, hub, at):
    with at(MONDAY):
        return sign_in(make_manager(hub)).get(f"/manage/{hub.id}/thin-sessions").page.text


def test_neither_far_away_nor_over_nor_of_another_hub(db, hub, offer):
    make_session(offer, starts_on=date(2027, 3, 2))
    make_session(offer, starts_on=date(2026, 12, 1))
    make_session(make_offer(make_hub()))

    assert thin(db, hub) == []


def test_another_date_of_the_offer_with_a_seat_left(db, hub, offer):
    session = make_session(offer, starts_on=SOON)
    for place in range(2):
        full = make_session(offer, capacity=1 + place)
        book(full)
    assert twins(db, hub) == [full.id]
    assert session.id not in twins(db, hub)


@pytest.mark.parametrize(
    ("codes", "given", "is_twin"),
    [
        (("59",), {}, True),
        (("13",), {}, False),
        (("13",), {"video_link": "https://visio.test.example/pix"}, True),
    ],
)
def test_a_twin_elsewhere_is_close_or_followed_from_afar(db, hub, offer, codes, given, is_twin):
    make_session(offer, starts_on=SOON)
    theirs = make_session(make_offer(make_hub(departements=codes), title=TITLE), **given)

    assert twins(db, hub) == ([theirs.id] if is_twin else [])


def test_a_date_more_than_three_weeks_away_is_no_twin(db, hub, offer):
    make_session(offer, starts_on=date(2027, 1, 12))
    theirs = make_offer(make_hub(), title=TITLE)
    make_session(theirs, starts_on=date(2027, 2, 9))

    assert twins(db, hub) == []
