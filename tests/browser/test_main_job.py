"""The main job, as the people who do it: published, approved, booked, reminded, cancelled, promoted."""

import re
from datetime import UTC, datetime

import pytest

from shared_services.core import clock

pytestmark = pytest.mark.browser

WINDOWS = [
    pytest.param(1280, True, "au bureau", id="desk"),
    pytest.param(390, True, "en tournée", id="phone"),
    pytest.param(1280, False, "à la mairie", id="desk-without-javascript"),
    pytest.param(390, False, "en atelier", id="phone-without-javascript"),
]
EVE = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)  # 9 h in Paris, the day before


def read_message(visitor, recipient, subject):
    """Open the newest message to somebody with these words in its subject."""
    wanted = re.compile(subject)
    for number in range(1, 10):
        visitor.page.goto(f"{visitor.url}/messages?page={number}")
        row = visitor.main.locator("li", has_text=recipient).filter(has_text=wanted).first
        if row.count():
            break
    visitor.judge()
    row.get_by_role("link").first.click()
    visitor.page.wait_for_load_state()
    visitor.judge()
    return visitor.text


def link_in(text, part):
    return re.search(rf"http://\S+/{part}/\S+", text).group(0)


def publish_offer(open_site, width, script, title):
    manager = open_site(width, script=script, as_="manager")
    manager.follow("Voir les offres du hub")
    manager.follow("Écrire une formation")
    manager.fill(
        title=title,
        summary="Choisir ses mots de passe et les garder sans carnet.",
        objectives="Expliquer ce qu'est un bon mot de passe.",
        programme="Une demi-journée : comprendre, essayer, transmettre.",
        duration="3 h",
    )
    manager.tick("Cybersécurité")
    manager.tick("En présence")
    manager.picture("new-offer")
    manager.press("Enregistrer le brouillon")
    manager.press("Soumettre à la relecture")
    return manager


def add_session(manager, *, title):
    manager.follow(f"Planifier une session : {title}")
    manager.fill(
        **{"half_days-0-day": "2027-02-02", "half_days-0-start": "9h30", "half_days-0-end": "12 h 30"},
        place_name="Maison du numérique partagé",
        address="14 rue des Passementiers, 42000 Saint-Étienne",
        capacity="1",
    )
    manager.tick("Tout le monde")
    manager.picture("new-session")
    manager.press("Créer la session")
    return manager.page.url


@pytest.mark.parametrize(("width", "script", "where"), WINDOWS)
def test_the_main_job(open_site, site, width, script, where):
    title = f"Mots de passe sans souci {where}"
    manager = publish_offer(open_site, width, script, title)
    admin = open_site(width, script=script, as_="admin")
    admin.go("/admin/moderation")
    admin.follow(title)
    admin.picture("moderation")
    admin.press("Publier l'offre")
    manager.go("/manage/1/offers")
    roster_url = add_session(manager, title=title)

    # Three screens from the catalogue to the confirmed place.
    aidant = open_site(width, script=script, as_="aidant")
    aidant.go(f"/catalogue?q={title.replace(' ', '+')}")
    aidant.follow("mardi 2 février")
    assert "1 place restante sur 1" in aidant.text
    aidant.picture("session")
    aidant.press("Réserver ma place")
    assert "Confirmée" in aidant.text
    aidant.picture("booking")
    session_url = re.search(r"/sessions/\d+", roster_url).group(0)

    # The next one waits, and is told her rank and the rule.
    second = open_site(width, script=script, as_="aidant2")
    second.go(session_url)
    if "déjà une place à ces heures-là" in second.text:  # the one she got at the window before this one
        second.tick("Garder les deux")
    second.press("Rejoindre la liste d'attente")
    assert "Liste d'attente · 1" in second.text
    second.picture("waiting")

    # The mail has its facts and its calendar file; its link cancels, after one question.
    site.run_jobs()
    mail = read_message(aidant, "aidant@demo.example", f"Confirmé.*{title}")
    assert "9 h 30 – 12 h 30" in mail
    assert "Maison du numérique partagé" in mail
    aidant.picture("message")
    with aidant.page.expect_download() as download:
        aidant.main.get_by_role("link", name=re.compile("agenda")).click()
    assert "BEGIN:VEVENT" in download.value.path().read_text()
    stranger = open_site(width, script=script)
    stranger.go(link_in(mail, "links/cancel"))
    stranger.picture("cancel")
    stranger.press("Annuler ma place")
    assert "annulé" in stranger.text

    # She who waited is offered the place and takes it in one click.
    site.run_jobs()
    mail = read_message(second, "aidant2@demo.example", f"Une place pour vous.*{title}")
    stranger.go(link_in(mail, "links/answer"))
    stranger.picture("answer")
    stranger.press("Je prends la place")
    assert "Confirmée" in stranger.text

    # The day before, at nine in the morning where it takes place.
    with clock.stopped(EVE.replace(minute=0)):
        site.run_jobs()
    assert "Nous vous attendons" in read_message(second, "aidant2@demo.example", f"Demain.*{title}")

    # Her manager sees her on the roster, adds somebody, cancels with a reason.
    manager.go(roster_url)
    manager.picture("roster")
    assert "1 place prise" in manager.text or "Places prises (1)" in manager.text
