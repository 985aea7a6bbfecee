from datetime import timedelta

import pytest

from shared_services.booking.ledger import recount
from shared_services.booking.models import BookingStatus
from shared_services.kinds.expertise.queries import get_appointment
from shared_services.network.models import Hub
from shared_services.outbox.models import OutboxMessage
from shared_services.outbox.rendering import render
from tests.support.experts import MET, make_expert, make_expert_offer, meet, person_of
from tests.support.makers import kinds_posted, make_manager, make_person

AFTER = MET + timedelta(hours=2)
NOTED = {"came": "yes", "outcome": "Budget relu.", "minutes_spent": "75", "follow_up": "Un point en mars."}


@pytest.fixture
def met(db):
    expert, person = make_expert(), make_person("Nour", "Demande")
    return expert, person, meet(expert, person)


def test_what_to_prepare_is_told_to_who_comes(db, met, sign_in):
    expert, person, booking = met
    browser = sign_in(person_of(expert))
    address = f"/my-appointments/{booking.reference}"

    assert browser.post(f"{address}/preparation", data={"preparation": "Vos comptes 2026"}).status_code == 303
    browser.post(f"{address}/preparation", data={"preparation": "Vos comptes 2026"})

    assert kinds_posted(db).count("appointment_preparation") == 1
    message = db.query(OutboxMessage).filter_by(kind="appointment_preparation").one()
    assert "Vos comptes 2026" in render(db, message).get_body(("plain",)).get_content()
    hers = sign_in(person)
    assert "Vos comptes 2026" in hers.get(f"/experts/appointments/{booking.reference}").text
    assert "Vos comptes 2026" in hers.get(f"/bookings/{booking.reference}").text


def test_the_outcome_is_noted_once_it_began_and_may_be_corrected(db, met, sign_in, at):
    expert, person, booking = met
    address = f"/my-appointments/{booking.reference}"
    browser = sign_in(person_of(expert))
    early = browser.post(f"{address}/outcome", data=NOTED)
    assert early.status_code == 409
    assert "à partir du début" in early.text

    with at(AFTER):
        browser = sign_in(person_of(expert))
        assert browser.post(f"{address}/outcome", data=NOTED | {"minutes_spent": "x"}).status_code == 422
        assert browser.post(f"{address}/outcome", data=NOTED).status_code == 303
        db.expire_all()
        assert booking.status == BookingStatus.ATTENDED
        assert get_appointment(db, booking.id).minutes_spent == 75
        browser.post(f"{address}/outcome", data=NOTED | {"came": "no"})
        db.expire_all()
        assert booking.status == BookingStatus.NO_SHOW
        page = sign_in(person).get(f"/experts/appointments/{booking.reference}").text
    assert "Un point en mars." in page
    assert "1\xa0h\xa015" not in page  # her time is the hub's business
    assert recount(db) == []


def test_a_request_is_accepted_or_refused(db, sign_in):
    expert = make_expert(make_expert_offer(needs_approval=True))
    yes, no = meet(expert), meet(expert, start=MET + timedelta(days=1))
    browser = sign_in(make_manager(db.get_one(Hub, expert.hub_id)))

    assert browser.post(f"/my-appointments/{yes.reference}/approve").status_code == 303
    address = f"/my-appointments/{no.reference}/refuse"
    assert browser.post(address, data={"refuse-reason": ""}).status_code == 422
    refused = browser.post(address, data={"refuse-reason": "Complet"})

    db.expire_all()
    assert refused.status_code == 303
    assert (yes.status, no.status) == (BookingStatus.CONFIRMED, BookingStatus.REFUSED)
    again = browser.post(f"/my-appointments/{yes.reference}/approve")
    assert again.status_code == 409
    assert recount(db) == []


def test_she_cancels_and_says_why(db, met, sign_in):
    expert, _person, booking = met
    browser = sign_in(person_of(expert))
    address = f"/my-appointments/{booking.reference}/cancel"

    assert browser.post(address, data={"cancel-reason": " "}).status_code == 422
    assert browser.post(address, data={"cancel-reason": "Malade"}).status_code == 303

    db.expire_all()
    assert booking.status == BookingStatus.CANCELLED
    assert "booking_cancelled" in kinds_posted(db)
    assert recount(db) == []


def test_strangers_and_who_comes_do_not_write_here(met, sign_in):
    _expert, person, booking = met

    for one in (person, make_person()):
        assert sign_in(one).get(f"/my-appointments/{booking.reference}").status_code == 403
