from types import SimpleNamespace

import pytest
from sqlalchemy import select

from shared_services.accounts import operations, passwords
from shared_services.accounts.errors import LinkNoLongerGood, WrongCredentials, WrongPassword
from shared_services.accounts.models import Token, TokenPurpose
from shared_services.accounts.operations import links
from shared_services.core.database import transaction
from tests.accounts.conftest import PASSWORD
from tests.support.makers import MONDAY, count


def a_hash(password=PASSWORD):
    return passwords.hash_password(password)


class TestOpenDevice:
    def test_is_refused_when_the_password_changed_since_it_was_checked(self, db, alice):
        checked = operations.check_credentials(db, email=alice.email, password=PASSWORD)
        alice.password_hash = a_hash("une autre marelle")
        db.commit()

        with pytest.raises(WrongCredentials), transaction() as inner:
            operations.open_device(inner, credentials=checked, user_agent="", now=MONDAY)

    def test_a_hash_of_other_parameters_is_made_again(self, db, alice):
        passwords.use_cheap_parameters(False)
        alice.password_hash = a_hash()
        db.commit()
        passwords.use_cheap_parameters(True)
        before = alice.password_hash

        checked = operations.check_credentials(db, email=alice.email, password=PASSWORD)
        with transaction() as inner:
            operations.open_device(inner, credentials=checked, user_agent="x" * 999, now=MONDAY)

        assert alice.password_hash != before
        assert passwords.is_right(alice.password_hash, PASSWORD)
        assert not passwords.is_outdated(alice.password_hash)


class TestUseLink:
    def test_the_second_of_two_clicks_at_once_finds_nothing_to_use(self, db, alice, monkeypatch):
        with transaction() as inner:
            operations.send_link(inner, alice, TokenPurpose.RESET_PASSWORD, now=MONDAY)
        seen_by_both = SimpleNamespace(id=db.scalars(select(Token.id)).one(), person=alice)
        monkeypatch.setattr(links.queries, "find_good_token", lambda *_args, **_given: seen_by_both)
        with transaction() as inner:
            links.use_link(inner, "", TokenPurpose.RESET_PASSWORD, now=MONDAY)

        with pytest.raises(LinkNoLongerGood), transaction() as inner:
            links.use_link(inner, "", TokenPurpose.RESET_PASSWORD, now=MONDAY)


class TestChangePassword:
    def test_is_refused_when_it_changed_since_it_was_checked(self, db, alice):
        with pytest.raises(WrongPassword), transaction() as inner:
            operations.change_password(
                inner,
                person_id=alice.id,
                checked_hash="another",
                password_hash=a_hash(),
                device_id=1,
                now=MONDAY,
            )


class TestResendConfirmation:
    def test_a_stranger_gets_nothing(self, db):
        with transaction() as inner:
            operations.resend_confirmation(inner, email="nobody@lens.example", now=MONDAY)

        assert count(db, Token) == 0
