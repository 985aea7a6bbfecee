"""A kit from one day to another, and an hour with an expert: booked, moved, given up."""

import pytest

pytestmark = pytest.mark.browser

WINDOWS = [
    pytest.param(1280, True, ("02-02", "02-04"), id="desk"),
    pytest.param(390, True, ("02-09", "02-11"), id="phone"),
    pytest.param(1280, False, ("02-16", "02-18"), id="desk-without-javascript"),
    pytest.param(390, False, ("02-23", "02-25"), id="phone-without-javascript"),
]


@pytest.mark.parametrize(("width", "script", "days"), WINDOWS)
def test_a_kit_is_borrowed_and_given_up(open_site, width, script, days):
    aidant = open_site(width, script=script, as_="aidant")

    aidant.go("/tools")
    aidant.follow("Imprimante 3D")
    aidant.fill(first=f"2027-{days[0]}", last=f"2027-{days[1]}")
    aidant.picture("tool")
    aidant.press("Demander ce prêt")
    assert "accord" in aidant.text  # that of the hub, which is waited for
    aidant.picture("loan")
    aidant.go("/bookings")
    assert "Imprimante 3D" in aidant.text


@pytest.mark.parametrize(("width", "script", "_days"), WINDOWS)
def test_an_expert_is_met_at_another_hour_then_not(open_site, width, script, _days):
    aidant = open_site(width, script=script, as_="aidant2")

    aidant.go("/experts")
    aidant.follow("Cadrer un projet")
    aidant.picture("expert")
    aidant.follow("Semaine suivante")
    aidant.main.locator("a.slot").first.click()
    aidant.page.wait_for_load_state()
    aidant.fill(topic="Notre projet de médiation itinérante")
    aidant.picture("expert-book")
    aidant.press("rendez-vous")
    assert "Votre demande est envoyée" in aidant.text
    aidant.go(aidant.page.url.replace("/bookings/", "/experts/appointments/"))
    assert "Notre projet de médiation itinérante" in aidant.text
    aidant.picture("appointment")
    aidant.follow("Déplacer")
    aidant.picture("expert-move")
    aidant.press("Déplacer au")
    assert "déplacé" in aidant.text
    aidant.go("/bookings")
    aidant.follow("Cadrer un projet")
    aidant.follow("Annuler")
    aidant.press("Annuler")
    assert "annulé" in aidant.text.lower()
