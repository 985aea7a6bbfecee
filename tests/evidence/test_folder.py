import hashlib
import json
import re
import zipfile
from datetime import timedelta

import pytest

from shared_services.attendance.models import What
from shared_services.core.database import read_session, transaction
from shared_services.evidence.filling import make_all, survey
from shared_services.evidence.folder import build_folder
from shared_services.evidence.operations import review_certificate
from shared_services.evidence.queries import list_papers
from tests.support.attendance import half_days, sign_with_hand
from tests.support.evidence import correct, hold, issue
from tests.support.makers import MONDAY
from tests.support.papers_signed import PDF


@pytest.fixture
def after(session, alice, bob, trainer):
    """Everything that is made before, then a session that Alice came to."""
    make_all(survey(read_session(), session.id).needs(now=MONDAY), now=MONDAY)
    hold(session, by=trainer, came=[alice], away=[bob])
    after = session.ends_at + timedelta(days=1)
    make_all(survey(read_session(), session.id).needs(now=after), now=after)
    return after


def read(session, now):
    with build_folder(read_session(), session.id, now=now) as file, zipfile.ZipFile(file) as folder:
        assert folder.testzip() is None
        return {name: folder.read(name) for name in folder.namelist()}


def test_the_manifest_tells_every_file_and_no_other(session, after):
    files = read(session, after)
    manifest = json.loads(files["manifest.json"])

    assert {one["file"] for one in manifest["files"]} == set(files) - {"manifest.json", "MANIFEST.txt"}
    for one in manifest["files"]:
        content = files[one["file"]]
        assert (one["size"], one["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        assert one["sha256"] in files["MANIFEST.txt"].decode()


def test_the_signed_paper_and_the_drawn_signatures_are_in_it(session, alice):
    with transaction() as writing:
        sign_with_hand(writing, session.id, alice, now=session.starts_at)
    files = read(session, session.ends_at)
    told = {one["file"]: one for one in json.loads(files["manifest.json"])["files"]}

    assert files["2027-02-02_feuille-papier_page-1.pdf"] == PDF
    assert told["2027-02-02_feuille-papier_page-1.pdf"]["kind"] == "signed_paper"
    drawn = f"2027-02-02_signature_durand-alice_{alice.reference.lower()}_1.png"
    assert files[drawn].startswith(b"\x89PNG")
    assert told[drawn]["kind"] == "drawn_signature"
    assert told[drawn]["issued_at"].startswith("2027-02-02")
    assert "Page du papier signé" in files["MANIFEST.txt"].decode()


def test_every_paper_is_there_in_plain_dated_names(session, after):
    files = read(session, after)
    kinds = [one["kind"] for one in json.loads(files["manifest.json"])["files"]]

    assert sorted(kinds) == [
        "attendance_sheet",
        "completion_certificate",
        "convocation",
        "convocation",
        "end_of_training_statement",
        "programme",
        "roster",
        "sheet_entries",
        "signed_sheet",
    ]
    named = [name for name in files if name.lower() not in ("manifest.json", "manifest.txt")]
    assert all(re.fullmatch(r"2027-02-02_[a-z0-9_.-]+", name) for name in named)


def test_the_seal_of_a_paper_is_the_one_on_file(db, session, after):
    listed = {one["file"]: one for one in json.loads(read(session, after)["manifest.json"])["files"]}

    for row, paper in list_papers(db, session.id):
        assert listed[row.name]["sha256"] == paper.sha256
        assert listed[row.name]["issued_at"] == paper.made_at.isoformat(timespec="seconds")


def test_only_the_latest_version_is_in_it(session, alice, trainer, after):
    correct(session, half_days(session)[0], alice, What.ABSENT, by=trainer, now=after)
    make_all(survey(read_session(), session.id).needs(now=after), now=after)

    names = read(session, after)
    assert [name[-6:] for name in names if "certificat" in name] == ["v2.pdf"]


def test_a_withdrawn_certificate_is_left_out(session, alice, trainer, after):
    for half_day in half_days(session):
        correct(session, half_day, alice, What.ABSENT, by=trainer, now=after)
    issue(review_certificate, session, alice, now=after)

    assert not [name for name in read(session, after) if "certificat" in name]


def test_the_lists_are_readable_by_a_spreadsheet(session, alice, after):
    files = read(session, after)
    roster = next(content for name, content in files.items() if "liste" in name)
    sheet = next(content for name, content in files.items() if name.endswith("emargement.csv"))

    assert "Durand;Alice" in roster.decode("utf-8-sig")
    assert sheet.decode("utf-8-sig").count("present") == 2
    assert "À conserver" in files["MANIFEST.txt"].decode()
