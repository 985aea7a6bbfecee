from datetime import timedelta

import pytest

from shared_services.accounts.tokens import hash_token
from shared_services.api.models import ApiToken
from shared_services.api.token_operations import PREFIX, create_token, is_worth_noting, revoke_all
from shared_services.core.database import transaction
from tests.api.support import token_of
from tests.support.makers import MONDAY, make_person


def test_the_row_holds_only_the_hash(db):
    with transaction() as write:
        token = create_token(write, name="Agenda", days=90, person=make_person(), now=MONDAY)

    row = db.query(ApiToken).one()
    assert token.startswith(PREFIX)
    assert row.token_hash == hash_token(token)


def test_those_that_open_nothing_are_not_revoked_again(db):
    person = make_person()
    token_of(person, days=1)
    token_of(person, days=30)
    with transaction() as write:
        assert revoke_all(write, person=person, now=MONDAY + timedelta(days=2)) == 1
        assert revoke_all(write, person=person, now=MONDAY + timedelta(days=2)) == 0


@pytest.mark.parametrize(("minutes", "is_noted"), [(59, False), (60, True)])
def test_its_use_is_worth_noting_once_an_hour(minutes, is_noted):
    assert is_worth_noting(None, now=MONDAY)
    assert is_worth_noting(MONDAY, now=MONDAY + timedelta(minutes=minutes)) is is_noted
