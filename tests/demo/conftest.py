"""A load at our own hour, and what it wrote."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any

import pytest
from sqlalchemy import func, inspect, select
from werkzeug.local import LocalProxy

from shared_services.booking.models import Booking, BookingStatus
from shared_services.catalogue.models import Offer
from shared_services.core.database import Model, read_session, transaction
from shared_services.demo.load import load
from shared_services.kinds.trainings.models import TrainingSession
from tests.conftest import opened_in_one_transaction
from tests.support.makers import MONDAY
from tests.support.real import real_app


@pytest.fixture
def db(db) -> Any:
    """The session of whichever database the test is on: `loaded()` changes it."""
    return LocalProxy(read_session)


@pytest.fixture
def load_here(db) -> Any:
    """`load_here()` fills the empty database, by the verb itself."""

    def fill(*, now=MONDAY, scale=1, **given):
        with transaction() as writing:
            return load(writing, password_hash="not a hash", now=now, scale=scale, **given)

    return fill


@pytest.fixture(scope="session")
def demos(tmp_path_factory) -> Iterator[Any]:
    """`demos(now, scale)` is the application on a database filled so; each is filled once."""
    with ExitStack() as stack:

        @cache
        def demo(now, scale):
            app = stack.enter_context(real_app(tmp_path_factory.mktemp("demo")))
            with app.app_context(), transaction() as writing:
                load(writing, password_hash="not a hash", now=now, scale=scale)
            return app

        yield demo


@pytest.fixture
def loaded(db, demos) -> Iterator[Any]:
    """`loaded()` goes on where the demo is loaded; what the test does there is rolled back."""
    with ExitStack() as stack:

        def go_there(*, now=MONDAY, scale=1):
            stack.enter_context(demos(now, scale).app_context())
            stack.enter_context(opened_in_one_transaction())

        yield go_there


@pytest.fixture
def how_many(db) -> Any:
    return lambda model, *where: db.scalar(
        select(func.count()).select_from(inspect(model).local_table).where(*where)
    )


@pytest.fixture
def sessions_of(db) -> Any:
    """The sessions of the offer with this title, in order."""

    def read(title: str) -> list[TrainingSession]:
        of_offer = select(TrainingSession).join(Offer, Offer.id == TrainingSession.offer_id)
        return list(db.scalars(of_offer.where(Offer.title == title).order_by(TrainingSession.starts_at)))

    return read


@pytest.fixture
def bookings_of(db) -> Any:
    """The bookings of a session in some status, in order of asking."""

    def read(session: TrainingSession, *statuses: BookingStatus) -> list[Booking]:
        wanted = select(Booking).where(Booking.bookable_id == session.id, Booking.status.in_(statuses))
        return list(db.scalars(wanted.order_by(Booking.asked_at)))

    return read


def all_rows(db) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    for table in Model.metadata.sorted_tables:
        yield table.name, [tuple(row) for row in db.execute(select(table).order_by(*table.primary_key))]
