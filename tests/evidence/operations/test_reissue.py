from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.queries import get_person
from shared_services.core.audit import AuditEntry
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from shared_services.evidence.errors import AccountErased, AlreadyRemade
from shared_services.evidence.operations import issue_certificate, issue_statement, reissue_certificate
from shared_services.papers.models import PaperKind
from shared_services.papers.queries import find_paper, list_versions
from tests.support.evidence import hold, issue, text_of, unsaid
from tests.support.makers import kinds_posted

NUMBER = "NORD-2027-000001"


@pytest.fixture
def after(session):
    return session.ends_at + timedelta(days=1)


@pytest.fixture
def certified(session, alice, trainer, after):
    """Alice Durand has her certificate and her statement."""
    hold(session, by=trainer, came=[alice])
    for verb in (issue_certificate, issue_statement):
        issue(verb, session, alice, now=after)
    return alice


def again(session, booking, manager, after, *, seen=1):
    with transaction() as db:
        return reissue_certificate(
            db, session.id, booking.id, seen=seen, reason="Nom mal écrit", by=manager, now=after
        )


def rename(booking, **names):
    with transaction() as db:
        for name, value in names.items():
            setattr(get_person(db, booking.person_id), name, value)


def test_the_next_version_has_the_name_of_the_account(db, session, certified, manager, after, tmp_path):
    rename(certified, last_name="Durant")

    paper = again(session, certified, manager, after)

    assert (paper.subject, paper.version) == (NUMBER, 2)
    assert unsaid(paper.content, tmp_path, "Durant", f"N° {NUMBER}, version 2") == []
    assert "Durand" not in text_of(paper.content, tmp_path)
    new, old = list_versions(db, PaperKind.CERTIFICATE, NUMBER)
    assert (old.version, old.replaced_by_id) == (1, new.id)


def test_her_statement_follows(db, session, certified, manager, after, tmp_path):
    rename(certified, last_name="Durant")
    again(session, certified, manager, after)

    statement = find_paper(db, PaperKind.STATEMENT, certified.reference)
    assert statement.version == 2
    assert unsaid(statement.content, tmp_path, "Durant") == []


def test_it_is_made_once_and_nothing_makes_another_by_itself(session, certified, manager, after):
    again(session, certified, manager, after)

    with pytest.raises(AlreadyRemade):
        again(session, certified, manager, after)
    assert issue(issue_certificate, session, certified, now=after).version == 2
    assert issue(issue_statement, session, certified, now=after).version == 2


def test_she_is_told_and_the_trail_says_who_and_why(db, session, certified, manager, after):
    again(session, certified, manager, after)

    assert kinds_posted(db).count("certificate_replaced") == 1
    act = db.scalars(select(AuditEntry).where(AuditEntry.action == "certificate_reissued")).one()
    assert (act.actor_id, act.reason) == (manager.id, "Nom mal écrit")


def test_what_is_on_file_of_an_erased_account_stays(session, certified, manager, after):
    rename(certified, erased_at=after)

    with pytest.raises(AccountErased):
        again(session, certified, manager, after)


def test_there_must_be_one(session, alice, bob, trainer, manager, after):
    hold(session, by=trainer, came=[alice], away=[bob])

    with pytest.raises(NotFound):
        again(session, bob, manager, after)
