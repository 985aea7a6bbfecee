import hashlib

import pytest
from sqlalchemy.exc import IntegrityError

from shared_services.core.database import transaction
from shared_services.papers.models import Paper, PaperKind
from shared_services.papers.operations import issue_paper
from shared_services.papers.queries import find_paper, list_versions
from tests.papers.test_compiling import facts
from tests.support.makers import LONG_AGO, MONDAY

LOAN = PaperKind.LOAN_AGREEMENT


def issue(subject="ABCD-2345", *, now=MONDAY, **given):
    with transaction() as db:
        return issue_paper(db, LOAN, subject, lambda number: facts(number=number, **given), now=now)


def test_the_first_version_has_its_number_and_its_seal(db):
    paper = issue()

    assert (paper.number, paper.version) == ("CP-ABCD-2345-1", 1)
    assert paper.content.startswith(b"%PDF-")
    assert paper.sha256 == hashlib.sha256(paper.content).hexdigest()


def test_the_next_one_replaces_it_and_the_first_stays_as_it_was(db):
    first = issue(now=LONG_AGO)
    seal = first.sha256

    second = issue(title="Convention de prêt, prolongée")

    assert find_paper(db, LOAN, "ABCD-2345").id == second.id
    assert [one.version for one in list_versions(db, LOAN, "ABCD-2345")] == [2, 1]
    assert (first.sha256, first.replaced_by_id, first.made_at) == (seal, second.id, LONG_AGO)
    assert second.replaced_by_id is None


def test_each_subject_has_its_own(db):
    issue()
    other = issue("WXYZ-2345")

    assert other.version == 1
    assert find_paper(db, LOAN, "ABCD-2345").id != other.id
    assert find_paper(db, LOAN, "NONE-2345") is None


def test_two_versions_never_stand_at_once(db):
    issue()

    with pytest.raises(IntegrityError), transaction() as writing:
        writing.add(
            Paper(
                kind=LOAN,
                subject="ABCD-2345",
                version=2,
                number="CP-2",
                sha256="0" * 64,
                content=b"",
                made_at=MONDAY,
            )
        )
