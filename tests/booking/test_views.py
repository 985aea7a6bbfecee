from shared_services.booking.models import BookingStatus
from shared_services.booking.operations import change_capacity
from shared_services.core.paging import PER_PAGE
from shared_services.core.signing import sign
from tests.support.bookings import book, cancel, do
from tests.support.makers import (
    MONDAY,
    make_affiliation,
    make_hub,
    make_manager,
    make_membership,
    make_offer,
    make_organisation,
    make_person,
    make_session,
)
from tests.support.queries import count_queries


def offered_to(person, **given):
    session = make_session(capacity=1, **given)
    first = book(session)
    waiting = book(session, person)
    cancel(first)
    return waiting


class TestMyBookings:
    def test_what_is_over_comes_a_page_at_a_time(self, sign_in):
        person = make_person()
        offer = make_offer(dates_each=0)
        for number in range(PER_PAGE + 1):
            cancel(book(make_session(offer, place_name=f"Salle {number:02d}"), person))
        client = sign_in(person)

        first, second = client.get("/bookings").page.text, client.get("/bookings?page=2").page.text

        assert "Page 1 sur 2" in first
        assert first.count("Annulée") == PER_PAGE
        assert second.count("Annulée") == 1
        assert client.get("/bookings?page=n'importe quoi").status_code == 200

    def test_nothing_yet_shows_the_way_to_the_catalogue(self, sign_in, person):
        page = sign_in(person).get("/bookings").page

        assert "Vous n'avez encore rien réservé." in page.text
        assert "/catalogue" in page.links["Trouver une formation"]

    def test_what_comes_is_apart_from_what_is_over(self, sign_in, db, person):
        book(make_session(make_offer(title="Formation à venir")), person)
        cancel(book(make_session(make_offer(title="Formation annulée")), person))

        text = sign_in(person).get("/bookings").page.text

        assert text.index("Formation à venir") < text.index("Passées ou annulées")
        assert text.index("Passées ou annulées") < text.index("Formation annulée")

    def test_what_is_over_comes_in_pages_below_all_that_comes(self, sign_in, db, person):
        book(make_session(make_offer(title="Formation à venir")), person)
        titles = [f"Atelier {number:02}" for number in range(21)]
        for title in titles:
            cancel(book(make_session(make_offer(title=title)), person))
        client = sign_in(person)

        first = client.get("/bookings").page
        second = client.get(first.links["Page suivante"]).page

        assert first.links["Page suivante"] == "/bookings?page=2#past"
        assert sum(title in first.text for title in titles) == 20
        assert all((title in first.text) != (title in second.text) for title in titles)
        assert "Page 2 sur 2" in second.text
        assert "Formation à venir" in second.text

    def test_the_rank_on_the_waiting_list_is_told(self, sign_in, db, person):
        session = make_session(capacity=1)
        book(session)
        book(session)
        book(session, person)

        assert "Liste d'attente · 2ᵉ" in sign_in(person).get("/bookings").page.text

    def test_the_page_costs_the_same_whatever_the_number(self, sign_in, db, person):
        def waiting():
            session = make_session(capacity=1)
            book(session)
            book(session, person)

        client = sign_in(person)
        waiting()
        with count_queries() as few:
            client.get("/bookings")
        for _ in range(4):
            waiting()
        with count_queries() as many:
            client.get("/bookings")

        assert len(many) == len(few)


class TestShow:
    def test_the_person_and_the_manager_see_it_and_nobody_else(self, sign_in, db, person):
        hub = make_hub()
        booking = book(make_session(make_offer(hub)), person)
        path = f"/bookings/{booking.reference}"

        assert sign_in(person).get(path).status_code == 200
        assert sign_in(make_manager(hub)).get(path).status_code == 200
        assert sign_in(make_manager(make_hub())).get(path).status_code == 403
        assert sign_in(make_person()).get(path).status_code == 403

    def test_the_referent_of_the_organisation_sees_it(self, sign_in, db, person):
        organisation, referent = make_organisation(), make_person("Rémi")
        make_affiliation(referent, organisation, is_referent=True)
        booking = book(make_session(), person, organisation_id=organisation.id)

        assert sign_in(referent).get(f"/bookings/{booking.reference}").status_code == 200

    def test_the_video_link_is_for_confirmed_people_only(self, sign_in, db, person):
        link = "https://visio.test.example/salle"
        remote = {"place_name": "", "address": "", "video_link": link}
        full = make_session(capacity=1, **remote)
        book(full)
        waiting = book(full, person)
        confirmed = book(make_session(**remote), person)
        client = sign_in(person)

        assert link not in client.get(f"/bookings/{waiting.reference}").text
        assert link in client.get(f"/bookings/{confirmed.reference}").text

    def test_an_unknown_reference_is_not_found(self, sign_in, person):
        assert sign_in(person).get("/bookings/2222-2222").status_code == 404

    def test_the_history_says_every_move(self, sign_in, db, person):
        booking = cancel(book(make_session(), person), by=person)

        page = sign_in(person).get(f"/bookings/{booking.reference}").page

        assert "Historique" in page.text
        assert booking.reference in page.text


class TestCalendar:
    def test_the_file_holds_one_event_per_half_day(self, sign_in, db, person):
        booking = book(make_session(), person)

        answer = sign_in(person).get(f"/bookings/{booking.reference}.ics")

        assert answer.mimetype == "text/calendar"
        assert answer.text.count("BEGIN:VEVENT") == 2
        assert "METHOD:REQUEST" in answer.text
        assert "TZID:Europe/Paris" in answer.text

    def test_who_is_not_confirmed_has_nothing_to_put_in_it(self, sign_in, db, person):
        session = make_session(capacity=1, place_name="", address="", video_link="https://visio.test/salle")
        book(session)
        waiting = book(session, person)

        assert sign_in(person).get(f"/bookings/{waiting.reference}.ics").status_code == 404


class TestCancel:
    def test_asked_once_then_done(self, sign_in, db, person):
        booking = book(make_session(), person)
        client = sign_in(person)
        path = f"/bookings/{booking.reference}/cancel"
        assert "Annuler ma place" in client.get(path).page.h1

        answer = client.post(path, data={"reason": "Réunion imprévue"})

        db.expire_all()
        assert answer.status_code == 303
        assert (booking.status, booking.reason) == (BookingStatus.CANCELLED, "Réunion imprévue")

    def test_a_reason_too_long_is_said_and_kept(self, sign_in, db, person):
        booking = book(make_session(), person)

        answer = sign_in(person).post(f"/bookings/{booking.reference}/cancel", data={"reason": "x" * 501})

        db.expire_all()
        assert answer.status_code == 422
        assert "500 caractères au plus" in answer.page.text
        assert answer.page.values()["reason"] == "x" * 501
        assert booking.status == BookingStatus.CONFIRMED

    def test_after_the_cut_off_the_page_says_whom_to_tell(self, sign_in, db, person, at):
        session = make_session()
        booking = book(session, person)

        with at(session.starts_at):
            answer = sign_in(person).post(f"/bookings/{booking.reference}/cancel", data={})

        assert answer.status_code == 409
        assert "Prévenez le hub directement" in answer.page.text

    def test_twice_is_said_kindly(self, sign_in, db, person):
        booking = book(make_session(), person)
        client = sign_in(person)
        client.post(f"/bookings/{booking.reference}/cancel")

        again = client.post(f"/bookings/{booking.reference}/cancel")

        assert again.status_code == 409
        assert "rien à annuler" in again.page.text

    def test_somebody_else_cannot(self, sign_in, db, person):
        booking = book(make_session(), person)

        assert sign_in(make_person()).post(f"/bookings/{booking.reference}/cancel").status_code == 403


class TestCancelByLink:
    def test_without_an_account_the_page_asks_then_cancels(self, client, app, db, person):
        booking = book(make_session(), person)
        path = f"/links/cancel/{sign('cancel-booking', booking.reference)}"

        client.get(path)
        db.expire_all()
        assert booking.status == BookingStatus.CONFIRMED, "reading a link changes nothing"

        client.post(path)
        db.expire_all()
        assert booking.status == BookingStatus.CANCELLED

    def test_a_link_made_for_something_else_is_refused(self, client, db, person):
        booking = book(make_session(), person)

        answer = client.get(f"/links/cancel/{sign('answer-offered-place', booking.reference)}")

        assert answer.status_code == 404
        assert "n'est plus valable" in answer.page.text

    def test_a_tampered_link_is_refused(self, client, db):
        assert client.get("/links/cancel/AAAA-AAAA.x").status_code == 404


class TestAnswerByLink:
    def test_one_button_takes_the_place(self, client, db, person):
        booking = offered_to(person)
        path = f"/links/answer/{sign('answer-offered-place', booking.reference)}"
        assert "Je prends la place" in client.get(path).page.text

        client.post(path, data={"answer": "accept"})

        db.expire_all()
        assert booking.status == BookingStatus.CONFIRMED

    def test_the_other_leaves_it(self, client, db, person):
        booking = offered_to(person)

        client.post(
            f"/links/answer/{sign('answer-offered-place', booking.reference)}", data={"answer": "decline"}
        )

        db.expire_all()
        assert booking.status == BookingStatus.CANCELLED

    def test_too_late_is_said(self, client, db, person, at):
        booking = offered_to(person)
        path = f"/links/answer/{sign('answer-offered-place', booking.reference)}"

        with at(booking.expires_at):
            answer = client.post(path, data={"answer": "accept"})

        assert answer.status_code == 409
        assert "n'est plus proposée" in answer.page.text


class TestAnswerSignedIn:
    def test_accepting_from_the_booking_page(self, sign_in, db, person):
        booking = offered_to(person)
        client = sign_in(person)
        assert "Je prends la place" in client.get(f"/bookings/{booking.reference}").page.text

        client.post(f"/bookings/{booking.reference}/accept")

        db.expire_all()
        assert booking.status == BookingStatus.CONFIRMED

    def test_more_seats_offer_one_to_who_waits(self, sign_in, db, person):
        session = make_session(capacity=1)
        book(session)
        booking = book(session, person)
        do(change_capacity, session, 2, by=make_person(), now=MONDAY)

        assert "Place proposée" in sign_in(person).get("/bookings").page.text
        assert booking.status == BookingStatus.OFFERED


def test_the_waiting_rule_of_the_hub_is_told(sign_in, db, person):
    session = make_session(capacity=1, waiting_rule="new_organisations_first")
    organisation = make_organisation()
    make_membership(organisation, make_hub())
    book(session)
    booking = book(session, person, organisation_id=organisation.id)

    assert "d'abord les structures" in sign_in(person).get(f"/bookings/{booking.reference}").page.text
