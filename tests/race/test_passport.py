"""Eleven shares of one passport at once, real threads and real commits: at most ten live."""

import pytest
from sqlalchemy import event

from shared_services.accounts.queries import get_person
from shared_services.core import clock
from shared_services.core.database import _begin_sqlite, database, read_session, transaction
from shared_services.evidence.passport import operations
from shared_services.evidence.passport.errors import TooManyShares
from shared_services.evidence.passport.queries import count_good_shares
from tests.support.makers import MONDAY, make_person
from tests.support.real import all_at_once

pytestmark = pytest.mark.race

THREADS = operations.MOST + 1


def sharing(person_id):
    def task():
        with transaction() as db:
            person = get_person(db, person_id)
            return operations.share_passport(db, label="Candidature", days=30, person=person, now=MONDAY)

    return task


def one_round(app):
    """A new person shares hers from eleven windows: what each answered, and how many addresses live."""
    with app.app_context(), clock.stopped(MONDAY):
        person_id = make_person().id
    answers = all_at_once(app, [sharing(person_id)] * THREADS)
    with app.app_context():
        return answers, count_good_shares(read_session(), person_id, now=MONDAY)


def test_of_eleven_at_once_ten_live_and_one_is_refused_in_words(app):
    for _number in range(3):
        answers, living = one_round(app)

        refused = [answer for answer in answers if isinstance(answer, Exception)]
        assert [type(answer) for answer in refused] == [TooManyShares]
        assert living == operations.MOST


@pytest.fixture
def unlocked_person(app, monkeypatch):
    """Counted without a lock, as the systems do that let two tabs through."""
    monkeypatch.setattr(operations, "lock_people", lambda _db, _ids: None)
    with app.app_context():
        engine = database.engine
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite:
        event.remove(engine, "begin", _begin_sqlite)
    yield
    if is_sqlite:
        event.listen(engine, "begin", _begin_sqlite)


def test_without_the_lock_more_than_ten_live(app, unlocked_person):
    for _number in range(10):
        if one_round(app)[1] > operations.MOST:
            return
    pytest.fail("the race did not happen: this suite proves nothing")
