from datetime import timedelta

import pytest

from shared_services.accounts.queries import get_person
from tests.support.attendance import ABSENT, PRESENT, half_days, sign, tick_all


@pytest.fixture
def told(db, alice, sign_in, at):
    """What the page of Alice's booking says of her presence at that moment."""

    def text(now):
        with at(now):
            return sign_in(get_person(db, alice.person_id)).get(f"/bookings/{alice.reference}").page.text

    return text


def test_before_the_day_only_where_it_will_be(session, alice, told):
    text = told(session.starts_at - timedelta(days=1))

    assert "Ma présence" in text
    assert "Signer ma présence" not in text


def test_while_it_is_open_she_may_sign(session, alice, told):
    assert "Signer ma présence" in told(session.starts_at)


def test_between_two_half_days_nothing_is_said_yet(session, alice, told):
    morning = half_days(session)[0]
    sign(session, morning, alice, now=morning.starts_at)

    text = told(morning.starts_at + timedelta(minutes=30))

    assert "Signer ma présence" not in text
    assert "Présence" not in text.replace("Ma présence", "")


class TestOnceItIsOver:
    def test_unsigned_says_whom_to_ask(self, session, alice, told):
        text = told(session.ends_at + timedelta(days=1))

        assert "Présence non signée : voyez avec la personne qui forme" in text
        assert "Signer ma présence" not in text

    def test_signed_by_herself(self, session, alice, told):
        for half_day in half_days(session):
            sign(session, half_day, alice, now=half_day.starts_at)

        assert "Présence signée" in told(session.ends_at + timedelta(days=1))

    @pytest.mark.parametrize(("what", "words"), [(PRESENT, "Présence notée"), (ABSENT, "Absence notée")])
    def test_noted_by_the_trainer(self, session, alice, trainer, told, what, words):
        tick_all(session, [alice], by=trainer, what=what)

        assert words in told(session.ends_at + timedelta(days=1))
