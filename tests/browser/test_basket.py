"""Dates first, then one basket: what is free, kept, booked at once."""

import pytest

pytestmark = pytest.mark.browser

WINDOWS = [
    pytest.param(1280, True, "11", id="desk"),
    pytest.param(390, True, "18", id="phone"),
    pytest.param(1280, False, "25", id="desk-without-javascript"),
    pytest.param(390, False, "20", id="phone-without-javascript"),
]


@pytest.mark.parametrize(("width", "script", "day"), WINDOWS)
def test_from_two_dates_to_everything_booked(open_site, width, script, day):
    aidant = open_site(width, script=script, as_="aidant")

    aidant.go("/free")
    aidant.fill(**{"from": f"2027-01-{day}", "to": f"2027-01-{day}"})
    aidant.main.get_by_label("Formations").uncheck()
    aidant.press("Voir ce qui est libre")
    for _ in range(2):
        aidant.press("Ajouter au panier")
        assert "gardé pour vous 30 minutes" in aidant.text
    aidant.picture("free")
    aidant.go("/basket")
    aidant.tick("Réserver tout de même le reste")
    aidant.picture("basket")
    aidant.press("Réserver mon panier")

    assert aidant.h1 == "Ce qui est réservé"
    assert "2 réservations sont faites." in aidant.text
    aidant.picture("receipt")
    aidant.go(f"/bookings/agenda?on=2027-01-{day}")
    aidant.go("/basket")
    assert "Votre panier est vide" in aidant.text
