from datetime import timedelta

from sqlalchemy import select

from shared_services.accounts.jobs import forget_expired_tokens
from shared_services.accounts.models import Device, Token, TokenPurpose
from shared_services.core.limits import Attempt
from tests.support.makers import MONDAY, make_device, saved

MOMENT = timedelta(seconds=1)


def make_token(person, name, expires_at):
    return saved(
        Token(
            person_id=person.id,
            purpose=TokenPurpose.RESET_PASSWORD,
            token_hash=name,
            created_at=expires_at,
            expires_at=expires_at,
        )
    )


def test_links_are_forgotten_a_week_after_they_expired(db, alice):
    make_token(alice, "old", MONDAY - timedelta(days=7))
    make_token(alice, "recent", MONDAY - timedelta(days=7) + MOMENT)

    assert forget_expired_tokens(MONDAY) == 1
    assert db.scalars(select(Token.token_hash)).all() == ["recent"]


def test_devices_are_forgotten_after_ninety_days_without_use(db, alice):
    make_device(alice, "old", now=MONDAY - timedelta(days=90))
    make_device(alice, "recent", now=MONDAY - timedelta(days=90) + MOMENT)

    assert forget_expired_tokens(MONDAY) == 1
    assert db.scalars(select(Device.last_seen_at)).all() == [MONDAY - timedelta(days=90) + MOMENT]


def test_attempts_are_forgotten_after_a_day(db):
    saved(Attempt(scope="sign_in_account", key_hash="old", at=MONDAY - timedelta(days=1)))
    saved(Attempt(scope="sign_in_account", key_hash="recent", at=MONDAY - timedelta(hours=23)))

    assert forget_expired_tokens(MONDAY) == 1
    assert db.scalars(select(Attempt.key_hash)).all() == ["recent"]
