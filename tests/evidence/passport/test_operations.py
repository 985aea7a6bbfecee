from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.tokens import hash_token
from shared_services.core.audit import AuditEntry
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from shared_services.evidence.passport.errors import TooManyShares
from shared_services.evidence.passport.models import PassportShare
from shared_services.evidence.passport.operations import (
    MOST,
    note_opened,
    revoke_share,
    revoke_shares,
    share_passport,
)
from tests.support.makers import MONDAY, make_person


@pytest.fixture
def person(db):
    return make_person()


def share(person, *, days=30, now=MONDAY):
    with transaction() as db:
        return share_passport(db, label="Candidature", days=days, person=person, now=now)


def rows(db):
    db.expire_all()
    return list(db.scalars(select(PassportShare).order_by(PassportShare.id)))


class TestSharing:
    def test_only_the_hash_of_the_secret_is_kept(self, db, person):
        token = share(person)

        (row,) = rows(db)
        assert (row.token_hash, row.expires_at) == (hash_token(token), MONDAY + timedelta(days=30))

    def test_ten_are_the_most_and_those_that_ended_do_not_count(self, db, person):
        for _number in range(MOST):
            share(person)
        with pytest.raises(TooManyShares):
            share(person)

        share(person, now=MONDAY + timedelta(days=30))
        assert len(rows(db)) == MOST + 1

    def test_those_of_somebody_else_do_not_count(self, person):
        for _number in range(MOST):
            share(make_person())

        assert share(person)


class TestTakingBack:
    def test_twice_changes_nothing_and_is_written_once(self, db, person):
        share(person)
        (row,) = rows(db)
        for days in (1, 2):
            with transaction() as write:
                revoke_share(write, row.id, by=person, now=MONDAY + timedelta(days=days))

        (row,) = rows(db)
        assert row.revoked_at == MONDAY + timedelta(days=1)
        acts = select(AuditEntry).where(
            AuditEntry.subject_kind == "passport_share", AuditEntry.action == "revoked"
        )
        assert len(list(db.scalars(acts))) == 1

    def test_one_that_never_was_is_not_found(self, db, person):
        with pytest.raises(NotFound):
            revoke_share(db, 0, by=person, now=MONDAY)

    def test_all_of_hers_and_nobody_else_s(self, db, person):
        for owner in (person, person, make_person()):
            share(owner)
        with transaction() as write:
            revoke_shares(write, person=person, now=MONDAY)

        assert [row.revoked_at is None for row in rows(db)] == [False, False, True]


def test_a_look_is_noted_by_day_and_never_goes_back(db, person):
    share(person)
    (row,) = rows(db)
    today = MONDAY.date()
    for day in (today + timedelta(days=1), today):
        with transaction() as write:
            note_opened(write, row.id, today=day)

    assert rows(db)[0].last_opened_on == today + timedelta(days=1)
