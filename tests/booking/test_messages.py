"""Every message about a booking, in both languages, as its reader gets it."""

import pytest
from icalendar import Calendar
from sqlalchemy import select

from shared_services.booking import operations, presence
from shared_services.booking.models import CancelledBy
from shared_services.outbox import rendering
from shared_services.outbox.letters import Dropped
from shared_services.outbox.models import OutboxMessage
from tests.support.bookings import book, cancel, do
from tests.support.makers import make_hub, make_manager, make_offer, make_person, make_session
from tests.support.tools import borrow, make_tool


@pytest.fixture(params=["fr", "en"])
def person(request, db):
    return make_person("Noé", locale=request.param)


def newest(db, kind):
    statement = select(OutboxMessage).where(OutboxMessage.kind == kind)
    message = db.scalars(statement.order_by(OutboxMessage.id.desc())).first()
    return rendering.render(db, message)


def check(email, *, method=None):
    """Whole in text and HTML; the calendar says `method`, or is left out."""
    for kind in ("plain", "html"):
        body = email.get_body((kind,)).get_content()
        assert "Premiers pas avec Pix" in body
        for leftover in ("%(", "{{", "{%", "None"):
            assert leftover not in body
    files = list(email.iter_attachments())
    assert bool(files) == bool(method)
    if method:
        calendar = Calendar.from_ical(files[0].get_content())
        assert str(calendar["METHOD"]) == method
        assert len(calendar.walk("VTIMEZONE")) == 1


def offered_to(person, session):
    first = book(session)
    waiting = book(session, person)
    cancel(first)
    return waiting


class TestEveryMessage:
    def test_confirmed(self, db, person):
        book(make_session(), person)
        check(newest(db, "booking_confirmed"), method="REQUEST")

    def test_a_place_in_a_session_leads_to_its_convocation_a_loan_has_none(self, db, person):
        placed = book(make_session(), person)
        mail = newest(db, "booking_confirmed").get_body(("plain",)).get_content()
        assert f"/bookings/{placed.reference}/papers" in mail

        borrow(make_tool(), person)
        assert "/papers" not in newest(db, "booking_confirmed").get_body(("plain",)).get_content()

    def test_pending_and_what_the_hub_is_asked(self, db, person):
        hub = make_hub()
        make_manager(hub, locale=person.locale)
        book(make_session(make_offer(hub), needs_approval=True), person)
        check(newest(db, "booking_pending"))
        check(newest(db, "booking_to_approve"))

    def test_waitlisted(self, db, person):
        session = make_session(capacity=1)
        book(session)
        book(session, person)
        check(newest(db, "booking_waitlisted"))

    def test_offered(self, db, person):
        offered_to(person, make_session(capacity=1))
        email = newest(db, "booking_offered")
        check(email)
        assert "/links/answer/" in email.get_body(("plain",)).get_content()

    @pytest.mark.parametrize("by", [CancelledBy.PARTICIPANT, CancelledBy.HUB])
    def test_cancelled(self, db, person, by):
        cancel(book(make_session(), person), cancelled_by=by, reason="Salle inondée")
        check(newest(db, "booking_cancelled"), method="CANCEL")

    def test_interrupted(self, db, person, monkeypatch):
        session = make_session()
        booking = book(session, person)
        there = presence.Sheets(tell=lambda *_: None, list_there=lambda *_: {booking.id: booking.starts_at})
        monkeypatch.setattr(presence, "_sheets", [there])
        do(operations.cancel_bookable, session, by=make_person(), reason="Salle inondée")
        email = newest(db, "booking_interrupted")
        check(email, method="REQUEST")
        assert "Salle inondée" in email.get_body(("plain",)).get_content()

    def test_refused(self, db, person):
        booking = book(make_session(needs_approval=True), person)
        do(operations.refuse, booking, by=make_person(), reason="Réservé aux médiathèques")
        email = newest(db, "booking_refused")
        check(email)
        assert "Réservé aux médiathèques" in email.get_body(("plain",)).get_content()

    def test_replaced(self, db, person):
        booking = book(make_session(), person)
        given = {"organisation_id": None, "by": make_person(), "reason": "Malade"}
        do(operations.swap_person, booking, make_person("Bob"), **given)
        check(newest(db, "booking_replaced"), method="CANCEL")

    def test_rescheduled(self, db, person):
        session = make_session()
        book(session, person)
        do(operations.reschedule, session, lambda bookable: None, by=make_person())
        check(newest(db, "booking_rescheduled"), method="REQUEST")

    def test_capacity_changed(self, db, person):
        session = make_session(capacity=4)
        book(session, person)
        do(operations.change_capacity, session, 9, by=make_person())
        check(newest(db, "booking_capacity_changed"), method="REQUEST")


class TestVideoLink:
    def test_a_cancellation_does_not_give_the_link_away(self, db):
        session = make_session(place_name="", address="", video_link="https://visio.test/salle")
        cancel(book(session))

        assert "visio.test" not in newest(db, "booking_cancelled").as_string()

    def test_who_never_had_a_place_has_nothing_to_take_out_of_a_calendar(self, db):
        session = make_session(capacity=1)
        book(session)
        cancel(book(session))

        check(newest(db, "booking_cancelled"))


class TestStillTrue:
    def test_a_confirmation_of_a_booking_cancelled_meanwhile_is_dropped(self, db):
        cancel(book(make_session()))

        with pytest.raises(Dropped):
            newest(db, "booking_confirmed")

    def test_an_offer_already_taken_is_dropped(self, db):
        booking = offered_to(make_person(), make_session(capacity=1))
        do(operations.accept, booking, by=make_person())

        with pytest.raises(Dropped):
            newest(db, "booking_offered")
