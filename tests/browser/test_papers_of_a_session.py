"""A session from its page to its audit folder: booked, told, signed, checked; in both languages."""

import hashlib
import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from shared_services.accounts.models import Person
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.kinds.trainings.queries import get_session
from shared_services.network.models import Hub
from tests.support.evidence import told_of, unsaid
from tests.support.makers import MONDAY, make_offer, make_session

pytestmark = pytest.mark.browser

FRENCH = {
    "book": "Réserver ma place",
    "mine": "Mes papiers : convocation, certificat, attestation",
    "convocation": "Télécharger la convocation",
    "close": "Je signe et je clos la feuille",
    "valid": "Valable",
}
ENGLISH = {
    "book": "Book my seat",
    "mine": "My papers: joining instructions, certificate, statement",
    "convocation": "Download the joining instructions",
    "close": "I sign and close the sheet",
    "valid": "Valid",
}
PEOPLE = [f"{name}@demo.example" for name in ("aidant", "trainer", "manager")]
RUNS = [
    pytest.param("fr", FRENCH, 1280, True, date(2027, 6, 8), id="french-desk"),
    pytest.param("en", ENGLISH, 390, False, date(2027, 6, 15), id="english-phone-without-javascript"),
]


@pytest.fixture
def speaking(site):
    """`speaking("en")`: the accounts of this day, until its end."""

    def speak(language):
        with site.app.app_context(), transaction() as db:
            db.execute(update(Person).where(Person.email.in_(PEOPLE)).values(locale=language))

    yield speak
    speak("fr")


def prepare(site, day):
    """A session of the first hub, taught by the demo trainer; anyone may book."""
    with site.app.app_context(), clock.stopped(MONDAY):
        db = read_session()
        trainer = db.scalars(select(Person).where(Person.email == "trainer@demo.example")).one()
        manager = db.scalars(select(Person).where(Person.email == "manager@demo.example")).one()
        offer = make_offer(db.get_one(Hub, 1), author=manager, title=f"Classer ses papiers, {day:%d}")
        session = make_session(offer, starts_on=day, capacity=6)
        with transaction() as write:
            get_session(write, session.id).trainers = [write.merge(trainer)]
        return session.id, [one.starts_at for one in get_session(db, session.id).half_days]


def taken(visitor, words):
    """The file behind a link, as the browser would save it."""
    address = visitor.main.get_by_role("link", name=words).first.get_attribute("href")
    return visitor.page.request.get(visitor.url + address).body()


@pytest.mark.parametrize(("language", "words", "width", "script", "day"), RUNS)
def test_from_booking_to_audit_folder(
    open_site, site, tmp_path, speaking, language, words, width, script, day
):
    session_id, starts = prepare(site, day)
    speaking(language)

    # The aidant books, and has her convocation at once.
    with clock.stopped(MONDAY):
        aidant = open_site(width, script=script, as_="aidant")
        aidant.go(f"/sessions/{session_id}")
        aidant.press(words["book"])
        aidant.follow(words["mine"])
        aidant.picture(f"papers-mine-{language}")
        convocation = taken(aidant, words["convocation"])
        assert "Tagged:          yes" in told_of(convocation, tmp_path)
        assert unsaid(convocation, tmp_path, "Classer ses papiers", "Règlement intérieur") == []

    # The trainer calls each half day, then signs and closes.
    for number, start in enumerate(starts):
        with clock.stopped(start + timedelta(minutes=5)):
            trainer = open_site(width, script=script, as_="trainer")
            trainer.go(f"/manage/sessions/{session_id}/attendance")
            trainer.main.locator(".half-days > li").nth(number).get_by_role("link").first.click()
            trainer.main.locator("button[name=rest][value=present]").click()
            trainer.page.wait_for_load_state()
    with clock.stopped(starts[-1] + timedelta(hours=3)):
        trainer = open_site(width, script=script, as_="trainer")
        trainer.go(f"/manage/sessions/{session_id}/attendance")
        trainer.press(words["close"])

        # The manager takes the folder; what was missing is made.
        manager = open_site(width, script=script, as_="manager")
        manager.go(f"/manage/sessions/{session_id}/papers")
        manager.picture(f"papers-of-session-{language}")
        folder = manager.page.request.get(f"{site.url}/manage/sessions/{session_id}/papers/folder.zip").body()
        number = check(folder, tmp_path)

        # Anybody may check the certificate that is in it.
        stranger = open_site(width, script=script, locale=language)
        stranger.go(f"/verify/{number}?version=1")
        stranger.picture(f"papers-verify-{language}")
        assert words["valid"] in stranger.text
        assert "6 h" in stranger.text.replace("\u00a0", " ")


def check(folder, tmp_path):
    """Every file is the one that the manifest tells, every paper is tagged; the certificate's number."""
    with zipfile.ZipFile(io.BytesIO(folder)) as files:
        listed = json.loads(files.read("manifest.json"))["files"]
        assert {one["file"] for one in listed} == set(files.namelist()) - {"manifest.json", "MANIFEST.txt"}
        for one in listed:
            content = files.read(one["file"])
            assert one["sha256"] == hashlib.sha256(content).hexdigest()
            assert not content.startswith(b"%PDF") or "Tagged:          yes" in told_of(content, tmp_path)
    kinds = {one["kind"] for one in listed}
    assert {"programme", "convocation", "signed_sheet", "completion_certificate"} <= kinds
    certificate = next(one for one in listed if one["kind"] == "completion_certificate")
    return certificate["number"].removeprefix("CR-").removesuffix("-1")
