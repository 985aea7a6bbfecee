import pytest

from shared_services.basket.errors import AlreadyInBasket
from shared_services.basket.operations.rehearse import basketing_of, in_words_of_the_basket, rehearse
from shared_services.booking.basketing import Asked
from shared_services.booking.errors import AlreadyBooked, Full
from shared_services.booking.ledger import recount
from shared_services.booking.models import Booking
from shared_services.booking.operations import want_staff_time
from shared_services.booking.queries import find_staff_time, lock_bookables
from shared_services.core.audit import AuditEntry
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from shared_services.outbox.models import OutboxMessage
from tests.support.makers import MONDAY, count, make_hub, make_person, make_session, make_trainer


def test_what_is_played_leaves_no_trace(db):
    session, person = make_session(), make_person()
    before = count(db, AuditEntry)

    with transaction() as inner:
        locked = lock_bookables(inner, [session.id])[session.id]
        asked = Asked(bookable_id=session.id, given={})
        promise = rehearse(inner, locked, asked, [], person=person, now=MONDAY)

    assert (promise.period.slots, promise.units, promise.organisation_id) == (range(1), 1, None)
    assert count(db, Booking) == count(db, OutboxMessage) == 0
    assert count(db, AuditEntry) == before
    assert recount(db) == []


def test_only_what_is_played_loses_its_reference():
    real, full = AlreadyBooked(reference="REAL-0001"), Full()

    assert in_words_of_the_basket(real, {"PLAY-0001"}) is real
    assert in_words_of_the_basket(full, {"PLAY-0001"}) is full
    played = in_words_of_the_basket(AlreadyBooked(reference="PLAY-0001"), {"PLAY-0001"})
    assert type(played) is AlreadyInBasket
    assert played.facts == {}


def test_somebody_s_time_goes_in_no_basket(db):
    trainer, session = make_trainer(make_hub()), make_session()
    with transaction() as inner:
        want_staff_time(inner, [trainer.id], [(session.starts_at, session.ends_at)], now=MONDAY)

    with pytest.raises(NotFound):
        basketing_of(find_staff_time(db, trainer.id))
