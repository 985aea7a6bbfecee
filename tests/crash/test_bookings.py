"""A process that dies in the middle of a booking leaves nothing behind, whatever is booked."""

import signal
import subprocess
import sys
from datetime import date

import pytest
from sqlalchemy import select

from shared_services import create_app
from shared_services.accounts.queries import get_person
from shared_services.basket.models import BasketLine
from shared_services.basket.operations import check_out, put_in_basket
from shared_services.booking import ledger
from shared_services.booking.basketing import Asked
from shared_services.booking.models import Booking, Hold
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.kinds.expertise.models import Way
from shared_services.kinds.expertise.operations import Wished, book_appointment
from shared_services.kinds.expertise.queries import get_expert
from shared_services.kinds.tools.operations import book_tool
from shared_services.outbox.models import OutboxMessage
from tests.conftest import ROOT
from tests.support.experts import MET, make_expert
from tests.support.makers import MONDAY, make_person
from tests.support.real import real_app
from tests.support.settings import settings_for
from tests.support.tools import make_tool

pytestmark = pytest.mark.race

FIRST, LAST = date(2027, 2, 2), date(2027, 2, 3)
KIT = {"first": FIRST.isoformat(), "last": LAST.isoformat()}


def borrow(db, bookable_id, person):
    book_tool(db, bookable_id, first=FIRST, last=LAST, person=person, by=person, now=MONDAY)


def meet(db, bookable_id, person):
    wished = Wished(start=MET, minutes=60, way=Way.REMOTE, topic="Notre budget", expert_id=bookable_id)
    offer_id = get_expert(db, bookable_id).expert_offer_id
    book_appointment(db, offer_id, wished, person=person, by=person, now=MONDAY)


def keep_and_check_out(db, bookable_id, person):
    put_in_basket(db, Asked(bookable_id=bookable_id, given=KIT), person=person, now=MONDAY)
    check_out(db, person=person, all_or_nothing=True, now=MONDAY)


VERBS = {"borrow": borrow, "meet": meet, "basket": keep_and_check_out}


def do(verb, bookable_id, person_id, *, dies=False):
    """The verb in a transaction of its own; with `dies`, the process is killed once all is written."""
    with clock.stopped(MONDAY), transaction() as db:
        VERBS[verb](db, bookable_id, get_person(db, person_id))
        db.flush()
        if dies:
            signal.raise_signal(signal.SIGKILL)


def die(url, verb, bookable_id, person_id):
    """What the process that dies runs."""
    with create_app(settings_for(url)).app_context():
        do(verb, bookable_id, person_id, dies=True)


@pytest.mark.parametrize("verb", VERBS)
def test_a_kill_before_the_commit_leaves_nothing_and_the_next_one_succeeds(tmp_path, verb):
    with real_app(tmp_path) as app:
        with app.app_context(), clock.stopped(MONDAY):
            bookable = make_expert() if verb == "meet" else make_tool(units=1)
            ids = bookable.id, make_person().id
            posted = len(read_session().scalars(select(OutboxMessage)).all())
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        code = f"from tests.crash.test_bookings import die; die({str(url)!r}, {verb!r}, {ids[0]}, {ids[1]})"

        gone = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)

        assert gone.returncode == -signal.SIGKILL
        with app.app_context():
            db = read_session()
            assert [db.scalars(select(table)).all() for table in (Booking, Hold, BasketLine)] == [[], [], []]
            assert len(db.scalars(select(OutboxMessage)).all()) == posted
            assert ledger.recount(db) == []
        with app.app_context():
            do(verb, *ids)
        with app.app_context():
            assert len(read_session().scalars(select(Booking)).all()) == 1
            assert ledger.recount(read_session()) == []
