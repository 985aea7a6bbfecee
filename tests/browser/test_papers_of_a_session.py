"""A session from the first word of its offer to its audit folder, by the forms alone; in both languages."""

import hashlib
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime, time

import pytest
from babel.support import Translations
from sqlalchemy import update

from shared_services.accounts.models import Person
from shared_services.core import clock
from shared_services.core.database import transaction
from tests.support.evidence import told_of, unsaid
from tests.support.makers import MONDAY

pytestmark = pytest.mark.browser

PEOPLE = [f"{name}@demo.example" for name in ("admin", "aidant", "trainer", "manager")]
MORNING, AFTERNOON = ("9 h 30", "12 h 30"), ("13 h 30", "16 h 30")
RUNS = [
    pytest.param("fr", 1280, True, date(2027, 6, 8), id="french-desk"),
    pytest.param("en", 390, False, date(2027, 6, 15), id="english-phone-without-javascript"),
]


@pytest.fixture
def speaking(site):
    """`speaking("en")`: the accounts of this day read English until its end; gives the words they read."""

    def speak(language):
        with site.app.app_context(), transaction() as db:
            db.execute(update(Person).where(Person.email.in_(PEOPLE)).values(locale=language))
        catalogue = Translations.load("shared_services/translations", [language])
        return lambda sentence: catalogue.gettext(sentence).replace("\u00a0", " ")

    yield speak
    speak("fr")


@pytest.mark.parametrize(("language", "width", "script", "day"), RUNS)
def test_from_publication_to_audit_folder(open_site, site, tmp_path, speaking, language, width, script, day):
    words, title = speaking(language), f"Classer ses papiers, {day:%d}"

    def as_(name):
        return open_site(width, script=script, as_=name)

    with clock.stopped(MONDAY):
        manager, admin, aidant = as_("manager"), as_("admin"), as_("aidant")
        write_offer(manager, words, title)
        session_id = plan_session(manager, words, day)
        publish(admin, words, title)
        convocation = book(aidant, words, session_id, f"papers-mine-{language}")
        assert "Tagged:          yes" in told_of(convocation, tmp_path)
        assert unsaid(convocation, tmp_path, title, "Règlement intérieur") == []

    # The aidant signs the morning herself; the trainer notes the afternoon, signs for all and closes.
    with clock.stopped(at(day, 7, 35)):
        aidant = as_("aidant")
        aidant.go(f"/sessions/{session_id}/attendance")
        aidant.main.locator("form[data-sign] button[type=submit]").first.click()
        aidant.page.wait_for_load_state()
    with clock.stopped(at(day, 11, 35)):
        trainer = as_("trainer")
        trainer.go(f"/manage/sessions/{session_id}/papers")
        blank = taken(trainer, words("Feuille d'émargement à signer"))
        assert "Tagged:          yes" in told_of(blank, tmp_path)
        trainer.go(f"/manage/sessions/{session_id}/attendance")
        trainer.main.locator(".half-days > li").nth(1).get_by_role("link").first.click()
        with trainer.page.expect_response(lambda answer: answer.request.method == "POST"):
            trainer.main.locator("button[name=rest][value=present]").click()
        trainer.page.wait_for_load_state()
    with clock.stopped(at(day, 15)):
        trainer.go(f"/manage/sessions/{session_id}/attendance")
        trainer.press(words("Je signe et je clos la feuille"))

        # The manager takes the folder, with what was missing; anybody may check the certificate in it.
        manager = as_("manager")
        manager.go(f"/manage/sessions/{session_id}/papers")
        manager.picture(f"papers-of-session-{language}")
        number = check(taken(manager, words("Télécharger le dossier")), tmp_path)
        stranger = open_site(width, script=script, locale=language)
        stranger.go(f"/verify/{number}?version=1")
        stranger.picture(f"papers-verify-{language}")
        assert words("Valable") in stranger.text
        assert "6 h" in stranger.text


def at(day, hour, minute=0):
    """In universal time: two hours before Lille's."""
    return datetime.combine(day, time(hour, minute), UTC)


def write_offer(manager, words, title):
    manager.go("/manage/1/offers")
    manager.follow(words("Écrire une formation"))
    manager.fill(
        title=title,
        summary="Une journée pour classer.",
        objectives="Classer ses papiers.\nLes retrouver.",
        programme="Le matin on trie, l'après-midi on classe.",
        duration="6",
        price="120",
    )
    manager.main.locator("[name=themes]").first.check()
    manager.main.locator("[name=modality][value=in_person]").check()
    manager.press(words("Enregistrer le brouillon"))


def plan_session(manager, words, day):
    """Its morning and its afternoon, taught by the trainer; then the offer is handed in."""
    offer = manager.page.url
    manager.follow(words("Planifier une session"))
    manager.press(words("Ajouter une demi-journée"))
    for number, (start, end) in enumerate((MORNING, AFTERNOON)):
        row = f"half_days-{number}"
        manager.fill(**{f"{row}-day": day.isoformat(), f"{row}-start": start, f"{row}-end": end})
    manager.fill(place_name="Maison des associations", capacity="6")
    manager.main.get_by_label("Samuel Roche").check()
    manager.main.locator("[name=audience][value=anyone]").check()
    manager.main.locator("[name=needs_approval]").uncheck()
    manager.press(words("Créer la session"))
    session_id = re.search(r"/manage/sessions/(\d+)", manager.page.url)
    assert session_id, manager.text
    manager.go(offer)
    manager.press(words("Soumettre à la relecture"))
    return int(session_id[1])


def publish(admin, words, title):
    admin.go("/admin/moderation")
    admin.follow(title)
    admin.press(words("Publier l'offre"))


def book(aidant, words, session_id, picture):
    """Her seat; her convocation is there at once."""
    aidant.go(f"/sessions/{session_id}")
    aidant.press(words("Réserver ma place"))
    assert words("Confirmée") in aidant.text, aidant.text
    aidant.follow(words("Mes papiers : convocation, certificat, attestation"))
    aidant.picture(picture)
    return taken(aidant, words("Télécharger la convocation"))


def taken(visitor, words):
    """The file behind a link, as the browser would save it."""
    address = visitor.main.get_by_role("link", name=words).first.get_attribute("href")
    return visitor.page.request.get(visitor.url + address).body()


def check(folder, tmp_path):
    """Every file is the one that the manifest tells, every paper is tagged; the certificate's number."""
    with zipfile.ZipFile(io.BytesIO(folder)) as files:
        listed = json.loads(files.read("manifest.json"))["files"]
        assert {one["file"] for one in listed} == set(files.namelist()) - {"manifest.json", "MANIFEST.txt"}
        for one in listed:
            content = files.read(one["file"])
            assert one["sha256"] == hashlib.sha256(content).hexdigest()
            assert not content.startswith(b"%PDF") or "Tagged:          yes" in told_of(content, tmp_path)
    assert {one["kind"] for one in listed} == {
        *("programme", "convocation", "training_agreement", "attendance_sheet", "signed_sheet"),
        *("completion_certificate", "end_of_training_statement", "roster", "sheet_entries"),
    }
    certificate = next(one for one in listed if one["kind"] == "completion_certificate")
    return certificate["number"].removeprefix("CR-").removesuffix("-1")
