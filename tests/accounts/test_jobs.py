from datetime import timedelta

from sqlalchemy import select

from shared_services.accounts.jobs import forget_expired_tokens
from shared_services.accounts.models import Device, Person, Token, TokenPurpose
from shared_services.core.limits import Attempt
from tests.support.makers import MONDAY, make_device, make_person, saved

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


def test_accounts_that_nobody_confirmed_are_forgotten_after_thirty_days(db):
    month = timedelta(days=30)
    old = make_person("Old", email_confirmed_at=None, created_at=MONDAY - month)
    make_token(old, "dead", MONDAY - MOMENT)
    trying = make_person("Trying", email_confirmed_at=None, created_at=MONDAY - month)
    make_token(trying, "alive", MONDAY + MOMENT)
    make_person("Recent", email_confirmed_at=None, created_at=MONDAY - month + MOMENT)
    make_person("Confirmed", created_at=MONDAY - 9 * month)

    assert forget_expired_tokens(MONDAY) == 1
    names = set(db.scalars(select(Person.first_name)))
    assert names == {"Trying", "Recent", "Confirmed"}
