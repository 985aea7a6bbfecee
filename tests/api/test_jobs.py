from datetime import timedelta

from shared_services.api.jobs import forget_tokens_and_answers
from shared_services.api.models import ApiToken, KeptAnswer
from shared_services.api.token_operations import revoke_token
from tests.api.support import token_of
from tests.support.bookings import do
from tests.support.makers import MONDAY, count, make_person, make_session

DAY = timedelta(days=1)


def test_answers_are_kept_a_day(program_of, db):
    program_of(make_person()).post(
        "/bookings", {"bookable_id": make_session().id}, **{"Idempotency-Key": "k"}
    )

    assert forget_tokens_and_answers(MONDAY + DAY - timedelta(seconds=1)) == 0
    assert forget_tokens_and_answers(MONDAY + DAY) == 1
    assert count(db, KeptAnswer) == 0


def test_tokens_are_kept_ninety_days_once_they_open_nothing(db):
    person = make_person()
    token_of(person, days=30)
    token_of(person, days=365)
    revoked = db.query(ApiToken).order_by(ApiToken.id.desc()).first()
    do(revoke_token, revoked, by=person, now=MONDAY + DAY)

    assert forget_tokens_and_answers(MONDAY + 90 * DAY) == 0
    assert forget_tokens_and_answers(MONDAY + 91 * DAY) == 1
    assert forget_tokens_and_answers(MONDAY + 120 * DAY) == 1
