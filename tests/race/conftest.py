"""A database that really commits, and the same house with its guards off."""

import pytest
from sqlalchemy import event, func, select

from shared_services.booking import ledger, queries
from shared_services.booking.errors import Full
from shared_services.booking.models import Bookable, Booking, BookingStatus
from shared_services.core.database import _begin_sqlite, database
from tests.support.real import real_app


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with real_app(tmp_path_factory.mktemp("race")) as app:
        yield app


def unlocked(db, bookable_ids):
    return {b.id: b for b in db.scalars(select(Bookable).where(Bookable.id.in_(list(bookable_ids))))}


@pytest.fixture
def no_guard(app, monkeypatch):
    """Lock and ledger off: count, then insert, as the systems do that oversell."""

    def counted_in_python(db, bookable, slots, units):
        taken = db.scalar(
            select(func.count()).where(
                Booking.bookable_id == bookable.id,
                Booking.status == BookingStatus.CONFIRMED,
            )
        )
        if taken + units > bookable.capacity:
            raise Full

    for room in (queries, queries.locking):
        monkeypatch.setattr(room, "lock_bookables", unlocked)
    monkeypatch.setattr(ledger, "take", counted_in_python)
    with app.app_context():
        engine = database.engine
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite:
        event.remove(engine, "begin", _begin_sqlite)
    yield
    if is_sqlite:
        event.listen(engine, "begin", _begin_sqlite)
