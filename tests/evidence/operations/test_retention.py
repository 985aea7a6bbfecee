import json
import re
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from shared_services.core.database import transaction
from shared_services.evidence.folder import build_folder
from shared_services.evidence.jobs import delete_old_papers
from shared_services.evidence.models import SessionPaper
from shared_services.evidence.operations import (
    issue_certificate,
    issue_programme,
    issue_statement,
    say_cofunded,
)
from shared_services.papers.models import Paper, PaperKind
from tests.support.evidence import hold, issue
from tests.support.makers import MONDAY

NUMBER = "NORD-2027-000001"
CERTIFICATE, STATEMENT = PaperKind.CERTIFICATE, PaperKind.STATEMENT


@pytest.fixture
def papers(session, alice, trainer):
    """A programme, a certificate and a statement of a session of February 2027."""
    after = session.ends_at + timedelta(days=1)
    issue(issue_programme, session, now=MONDAY)
    hold(session, by=trainer, came=[alice])
    for verb in (issue_certificate, issue_statement):
        issue(verb, session, alice, now=after)


def night(year, month=1, day=1):
    """Just before five in the morning in Paris."""
    return datetime(year, month, day, 3, 55, tzinfo=UTC)


def kept(db):
    db.expire_all()
    return {paper.kind for paper in db.scalars(select(Paper)) if paper.content}


def test_certificates_go_after_three_years_the_rest_after_six(db, papers):
    assert delete_old_papers(night(2030, 12, 31)) == 0
    assert delete_old_papers(night(2031)) == 1
    assert kept(db) == {PaperKind.PROGRAMME, STATEMENT}
    assert delete_old_papers(night(2033, 12, 31)) == 0
    assert delete_old_papers(night(2034)) == 2
    assert kept(db) == set()


def test_the_new_year_is_that_of_paris(papers):
    assert delete_old_papers(datetime(2030, 12, 31, 22, 59, tzinfo=UTC)) == 0
    assert delete_old_papers(datetime(2030, 12, 31, 23, 0, tzinfo=UTC)) == 1


def test_with_european_funds_all_stay_ten_years(db, session, manager, papers):
    with transaction() as write:
        say_cofunded(write, session.id, is_cofunded=True, by=manager, now=MONDAY)

    assert delete_old_papers(night(2037, 12, 31)) == 0
    assert len(kept(db)) == 3
    assert delete_old_papers(night(2038)) == 3


def test_said_and_unsaid_the_shorter_term_counts_again(session, manager, papers):
    for is_cofunded in (True, True, False, False):
        with transaction() as write:
            say_cofunded(write, session.id, is_cofunded=is_cofunded, by=manager, now=MONDAY)

    assert delete_old_papers(night(2031)) == 1


def test_number_and_hash_stay_and_the_name_of_the_file_tells_nobody(db, papers):
    before = {paper.number: paper.sha256 for paper in db.scalars(select(Paper))}
    delete_old_papers(night(2034))
    db.expire_all()

    assert {paper.number: paper.sha256 for paper in db.scalars(select(Paper))} == before
    assert {paper.deleted_on for paper in db.scalars(select(Paper))} == {date(2034, 1, 1)}
    assert not any("durand" in row.name for row in db.scalars(select(SessionPaper)))


def test_everybody_is_told_honestly(db, session, alice, papers, sign_in, manager, client, at):
    delete_old_papers(night(2031))

    with at(night(2031, 1, 2)):
        check = client.get(f"/verify/{NUMBER}?version=1").page.text
        browser = sign_in(manager)
        page = browser.get(f"/manage/sessions/{session.id}/papers").page.text
        paper = db.scalars(select(Paper).where(Paper.kind == CERTIFICATE)).one()
        file = browser.get(f"/manage/sessions/{session.id}/papers/{paper.id}.pdf")

    assert "Valable" in check
    assert re.search("fichier supprimé le .* janvier 2031, au terme de sa conservation", check)
    assert paper.sha256 in check
    assert "fichier supprimé le" in page
    assert file.status_code == 410
    assert "au terme de sa durée de conservation" in file.page.text


def test_the_folder_tells_what_is_gone(db, session, papers):
    delete_old_papers(night(2031))

    with zipfile.ZipFile(build_folder(db, session.id, now=night(2031, 1, 2))) as files:
        manifest = json.loads(files.read("manifest.json"))
        words = files.read("MANIFEST.txt").decode()

    assert [(one["kind"], one["deleted_on"]) for one in manifest["deleted"]] == [
        (CERTIFICATE.value, "2031-01-01")
    ]
    assert CERTIFICATE.value not in {one["kind"] for one in manifest["files"]}
    assert "supprimé le 01/01/2031" in words
