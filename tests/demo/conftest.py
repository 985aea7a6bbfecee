"""A load at our own hour, and what it wrote."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, inspect, select

from shared_services.booking.models import Booking, BookingStatus
from shared_services.catalogue.models import Offer
from shared_services.core.database import Model, transaction
from shared_services.demo.load import load
from shared_services.kinds.trainings.models import TrainingSession
from tests.support.makers import MONDAY


@pytest.fixture
def loaded(db) -> Any:
    """`loaded()` fills the empty database."""

    def fill(*, now=MONDAY, scale=1, **given):
        with transaction() as writing:
            return load(writing, password_hash="not a hash", now=now, scale=scale, **given)

    return fill


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
