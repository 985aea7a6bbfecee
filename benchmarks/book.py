"""How many bookings a second: everybody at one session, or spread over twenty.

    python -m benchmarks.book [DATABASE_URL]

Without an address, an SQLite file of its own. The database must be empty; it is filled with demo data.
Compare the figures of one run with each other only: machines differ, and the same one from hour to hour.
"""

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import cycle, islice

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select

from config import settings_from
from shared_services import create_app
from shared_services.accounts.models import Person
from shared_services.accounts.queries import get_person
from shared_services.booking.ledger import recount
from shared_services.booking.models import Audience
from shared_services.booking.operations import reserve
from shared_services.catalogue.models import Offer
from shared_services.core import clock
from shared_services.core.database import database, read_session, transaction
from shared_services.demo.load import load
from shared_services.kinds.trainings.models import HalfDay, TrainingSession

BOOKINGS = 400
SCALE = 10


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{tempfile.mkdtemp()}/book.sqlite3"
    app = create_app(settings_from({"APP_ENV": "testing", "DATABASE_URL": address}))
    with app.app_context():
        upgrade()
        with transaction() as db:
            load(db, password_hash="", now=clock.now(), scale=SCALE)
        engine = database.engine.dialect.name
        people = list(read_session().scalars(select(Person.id).limit(BOOKINGS)))
    for name, count in (("one session", 1), ("twenty sessions", 20)):
        for threads in (1, 8):
            with app.app_context():
                sessions = [new_session() for _ in range(count)]
            rate = bookings_a_second(app, people, sessions, threads)
            print(f"{engine}\t{name}\t{threads} threads\t{rate:.0f} bookings/s")
    with app.app_context():
        print(f"{engine}\tslots that differ: {len(recount(read_session()))}")


def new_session() -> int:
    """A session a month ahead with a seat for everybody."""
    start = clock.now() + timedelta(days=30)
    with transaction() as db:
        offer = db.scalars(select(Offer).limit(1)).one()
        session = TrainingSession(
            offer_id=offer.id,
            hub_id=offer.hub_id,
            capacity=BOOKINGS,
            audience=Audience.ANYONE,
            time_zone="Europe/Paris",
            starts_at=start,
            ends_at=start + timedelta(hours=3),
            closes_at=start,
            created_at=clock.now(),
            place_name="Banc d'essai",
        )
        session.half_days = [HalfDay(starts_at=start, ends_at=start + timedelta(hours=3))]
        db.add(session)
        db.flush()
        return session.id


def bookings_a_second(app: Flask, people: list[int], sessions: list[int], threads: int) -> float:
    """Every person books once, in that many threads."""
    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        tasks = zip(people, islice(cycle(sessions), len(people)), strict=True)
        list(pool.map(lambda task: book(app, *task, now=clock.now()), tasks))
    return len(people) / (time.perf_counter() - began)


def book(app: Flask, person_id: int, session_id: int, *, now: datetime) -> None:
    with app.app_context(), transaction() as db:
        person = get_person(db, person_id)
        reserve(db, session_id, person=person, by=person, now=now)


if __name__ == "__main__":
    main()
