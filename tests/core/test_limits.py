from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.core.database import transaction
from shared_services.core.errors import TooManyAttempts
from shared_services.core.limits import (
    Attempt,
    count_attempt,
    forget_attempts,
    network_of,
    take_back_attempt,
)
from tests.support.makers import MONDAY, count

MINUTE = timedelta(minutes=1)


def attempt(now=MONDAY, *, scope="sign_in", key="alice@lens.example", most=3):
    with transaction() as db:
        count_attempt(db, scope, key, most=most, within=15 * MINUTE, now=now)


class TestCountAttempt:
    def test_refuses_past_the_allowance(self, db):
        for _ in range(3):
            attempt()

        with pytest.raises(TooManyAttempts):
            attempt()

    def test_a_refused_attempt_is_not_counted(self, db):
        for _ in range(3):
            attempt()
        with pytest.raises(TooManyAttempts):
            attempt()

        assert count(db, Attempt) == 3

    def test_each_key_and_scope_has_its_own_allowance(self, db):
        for _ in range(3):
            attempt()

        attempt(key="bob@lens.example")
        attempt(scope="reset")
        assert count(db, Attempt) == 5

    def test_the_allowance_comes_back_as_time_passes(self, db):
        for minute in (0, 5, 10):
            attempt(MONDAY + minute * MINUTE)

        with pytest.raises(TooManyAttempts):
            attempt(MONDAY + 14 * MINUTE)
        attempt(MONDAY + 15 * MINUTE)
        with pytest.raises(TooManyAttempts):
            attempt(MONDAY + 15 * MINUTE)

    @pytest.mark.parametrize(("after", "minutes"), [(0, 15), (1, 14), (14, 1), (14.5, 1)])
    def test_says_how_long_to_wait(self, db, after, minutes):
        for _ in range(3):
            attempt()

        with pytest.raises(TooManyAttempts) as refused:
            attempt(MONDAY + after * MINUTE)
        assert refused.value.facts == {"minutes": minutes}
        assert f"dans {minutes} min" in str(refused.value)

    def test_the_row_does_not_tell_who_tried(self, db):
        attempt()

        row = db.scalars(select(Attempt)).one()
        assert "alice" not in row.key_hash
        assert len(row.key_hash) == 64


class TestTakeBackAttempt:
    def test_gives_one_attempt_back(self, db):
        for _ in range(3):
            attempt()
        attempt(key="bob@lens.example")

        with transaction() as inner:
            take_back_attempt(inner, "sign_in", "alice@lens.example")

        assert count(db, Attempt) == 3
        attempt()

    def test_without_any_attempt_does_nothing(self, db):
        with transaction() as inner:
            take_back_attempt(inner, "sign_in", "alice@lens.example")

        assert count(db, Attempt) == 0


class TestForgetAttempts:
    def test_forgets_what_is_a_day_old(self, db):
        attempt(MONDAY - timedelta(days=1))
        attempt(MONDAY - timedelta(hours=23))

        with transaction() as inner:
            assert forget_attempts(inner, now=MONDAY) == 1
        assert count(db, Attempt) == 1


class TestNetworkOf:
    @pytest.mark.parametrize(
        ("address", "network"),
        [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
            ("2001:db8:1:2::9", "2001:0db8:0001:0002"),
            ("unknown", "unknown"),
        ],
    )
    def test_is_what_one_subscriber_holds(self, address, network):
        assert network_of(address) == network
