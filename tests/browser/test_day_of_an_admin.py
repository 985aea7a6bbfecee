"""An admin's day: what waits, somebody who asks for help, what was done and by whom."""

import pytest

pytestmark = pytest.mark.browser

WINDOWS = [
    pytest.param(1280, True, id="desk"),
    pytest.param(390, False, id="phone-without-javascript"),
]


@pytest.mark.parametrize(("width", "script"), WINDOWS)
def test_an_admins_day(open_site, width, script):
    admin = open_site(width, script=script, as_="admin")
    admin.go("/admin")
    admin.picture("admin-day-home")

    # Somebody calls: "I see nothing". The admin looks with her eyes, without being able to touch.
    admin.go("/admin/people?q=perrin")
    admin.picture("admin-day-people")
    admin.follow("Amandine Perrin")
    admin.main.get_by_text("Voir comme Amandine Perrin").first.click()
    admin.fill(visit_reason="Elle a appelé : elle ne trouve pas sa réservation.")
    admin.picture("admin-day-person")
    admin.press("Voir le site comme cette personne")
    admin.go("/bookings")
    admin.picture("admin-day-seeing-as")
    assert "Mes réservations" in admin.text
    admin.page.get_by_role("button", name="Quitter").first.click()
    admin.judge()

    # And it is written down.
    admin.go("/admin/audit")
    admin.picture("admin-day-audit")
    assert "Amandine Perrin" in admin.text
