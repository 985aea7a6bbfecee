from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from shared_services.booking.models import Audience, Booking, BookingStatus, KeptSeats
from shared_services.catalogue.models import OfferStatus
from shared_services.network.models import BondState
from tests.support.bookings import book
from tests.support.makers import (
    MONDAY,
    count,
    make_affiliation,
    make_aidant,
    make_hub,
    make_membership,
    make_offer,
    make_organisation,
    make_person,
    make_session,
    saved,
)


@pytest.fixture
def hub(db):
    return make_hub("Hub du Nord")


@pytest.fixture
def session(hub):
    return make_session(make_offer(hub), capacity=1, audience=Audience.HUB_MEMBERS)


@pytest.fixture
def aidant(hub):
    return make_aidant(hub)


@pytest.fixture
def browser(aidant, sign_in):
    return sign_in(aidant)


def bookings(db):
    return db.scalars(select(Booking)).all()


class TestOnePageToConfirm:
    def test_it_says_what_when_where_seats_price_and_how_to_cancel(self, browser, session):
        text = browser.get(f"/sessions/{session.id}").page.text

        for words in (
            "Premiers pas avec Pix",
            "mardi 2 février, 9 h 30 – 12 h 30",
            "Médiathèque Robert-Cousin, Place Roger-Salengro, 62300 Lens",
            "1 place restante sur 1",
            "gratuit",
            "Les structures membres de Hub du Nord",
            "En ligne, jusqu'au dimanche 31 janvier à 9 h 30",
            "Réserver ma place",
        ):
            assert words in text

    def test_booking_leads_to_the_booking(self, db, browser, session, aidant):
        response = browser.post(f"/sessions/{session.id}/book")

        (booking,) = bookings(db)
        assert response.status_code == 303
        assert response.location == f"/bookings/{booking.reference}"
        assert (booking.person_id, booking.status) == (aidant.id, BookingStatus.CONFIRMED)
        assert booking.organisation_id is not None

    def test_twice_gives_the_same_booking(self, db, browser, session):
        first = browser.post(f"/sessions/{session.id}/book")
        second = browser.post(f"/sessions/{session.id}/book")

        assert (second.status_code, second.location) == (303, first.location)
        assert count(db, Booking) == 1

    def test_full_tells_the_rank_and_the_rule_then_waits(self, db, browser, session):
        book(session)
        book(session)

        text = browser.get(f"/sessions/{session.id}").page.text
        browser.post(f"/sessions/{session.id}/book")

        assert "Vous seriez au rang 2 de la liste d'attente" in text
        assert "la première personne qui l'a demandée" in text
        assert "Rejoindre la liste d'attente" in text
        assert bookings(db)[-1].status == BookingStatus.WAITLISTED

    def test_who_booked_sees_where_it_stands_instead_of_a_button(self, browser, session):
        browser.post(f"/sessions/{session.id}/book")

        page = browser.get(f"/sessions/{session.id}").page

        assert "Voir ma réservation" in page.links
        assert "Réserver ma place" not in page.text

    def test_a_stranger_is_sent_to_sign_in_and_comes_back(self, client, session):
        page = client.get(f"/sessions/{session.id}").page

        assert page.links["Se connecter pour réserver"] == f"/login?next=/sessions/{session.id}"
        assert client.post(f"/sessions/{session.id}/book").status_code == 303

    def test_other_dates_are_a_way_on(self, hub, browser):
        offer = make_offer(hub)
        session, other = make_session(offer, capacity=1), make_session(offer)
        book(session)

        page = browser.get(f"/sessions/{session.id}").page

        assert f"/sessions/{other.id}" in page.links.values()


class TestWhoMayBook:
    def test_who_is_not_a_member_reads_how_to_become_one(self, db, session, sign_in):
        stranger = sign_in(make_aidant(make_hub()))

        page = stranger.get(f"/sessions/{session.id}").page
        response = stranger.post(f"/sessions/{session.id}/book")

        assert "réservée aux structures membres de Hub du Nord" in page.text
        assert page.links["Me rattacher à ma structure"] == "/my-organisations"
        assert response.status_code == 403
        assert "réservée aux structures membres" in response.page.text
        assert count(db, Booking) == 0

    @pytest.mark.parametrize("state", [BondState.REQUESTED, BondState.REFUSED, BondState.ENDED])
    def test_a_membership_that_is_not_accepted_does_not_count(self, db, hub, session, sign_in, state):
        organisation = make_organisation()
        make_membership(organisation, hub, state=state)
        person = make_aidant(hub, organisation)

        assert sign_in(person).post(f"/sessions/{session.id}/book").status_code == 403

    def test_a_member_of_any_hub_when_the_session_says_so(self, db, hub, sign_in):
        session = make_session(make_offer(hub), audience=Audience.ANY_HUB)

        sign_in(make_aidant(make_hub())).post(f"/sessions/{session.id}/book")
        refused = sign_in(make_person()).post(f"/sessions/{session.id}/book")

        assert count(db, Booking) == 1
        assert refused.status_code == 403

    def test_anyone_when_the_session_says_so(self, db, hub, sign_in):
        session = make_session(make_offer(hub), audience=Audience.ANYONE)

        sign_in(make_person()).post(f"/sessions/{session.id}/book")

        assert bookings(db)[0].organisation_id is None

    def test_with_several_organisations_one_is_chosen(self, db, hub, aidant, browser, session):
        second = make_organisation("Mairie de Liévin")
        make_membership(second, hub)
        make_affiliation(aidant, second)

        asked = browser.get(f"/sessions/{session.id}").page
        without = browser.post(f"/sessions/{session.id}/book")
        with_one = browser.post(f"/sessions/{session.id}/book", data={"organisation_id": str(second.id)})

        assert "Pour quelle structure venez-vous" in asked.text
        assert without.status_code == 422
        assert "Choisissez la structure" in without.page.text
        assert with_one.status_code == 303
        assert bookings(db)[0].organisation_id == second.id

    def test_not_for_an_organisation_that_is_not_hers(self, db, hub, browser, session):
        other = make_organisation()
        make_membership(other, hub)

        response = browser.post(f"/sessions/{session.id}/book", data={"organisation_id": str(other.id)})

        assert response.status_code == 422
        assert count(db, Booking) == 0

    @pytest.mark.parametrize("status", [OfferStatus.DRAFT, OfferStatus.SUBMITTED, OfferStatus.RETURNED])
    def test_a_session_of_an_unpublished_offer_does_not_exist_for_readers(self, db, hub, browser, status):
        session = make_session(make_offer(hub, status=status), audience=Audience.ANYONE)

        assert browser.get(f"/sessions/{session.id}").status_code == 404
        assert browser.post(f"/sessions/{session.id}/book").status_code == 404
        assert count(db, Booking) == 0


class TestClosed:
    def test_after_the_closing_there_is_somebody_to_ask(self, db, hub, browser):
        closes_at = MONDAY - timedelta(hours=1)
        session = make_session(make_offer(hub), closes_at=closes_at)

        page = browser.get(f"/sessions/{session.id}").page
        response = browser.post(f"/sessions/{session.id}/book")

        assert "Les inscriptions sont closes." in page.text
        assert hub.email in page.links
        assert response.status_code == 409
        assert count(db, Booking) == 0

    def test_before_the_opening_the_day_is_said(self, hub, browser):
        opens_at = datetime(2027, 1, 11, 8, tzinfo=UTC)
        session = make_session(make_offer(hub), opens_at=opens_at)

        assert (
            "Les inscriptions ouvrent le lundi 11 janvier à 9 h"
            in browser.get(f"/sessions/{session.id}").page.text
        )
        assert browser.post(f"/sessions/{session.id}/book").status_code == 409


class TestVideoLink:
    LINK = "https://visio.example/salle"

    def test_it_is_shown_to_confirmed_people_only(self, hub, browser, client):
        session = make_session(make_offer(hub), place_name="", address="", video_link=self.LINK)
        address = f"/sessions/{session.id}"

        before = browser.get(address).text
        browser.post(f"{address}/book")

        assert self.LINK not in client.get(address).text
        assert self.LINK not in before
        assert self.LINK in browser.get(address).text

    def test_who_waits_does_not_have_it(self, hub, browser):
        session = make_session(make_offer(hub), capacity=1, video_link=self.LINK)
        book(session)
        browser.post(f"/sessions/{session.id}/book")

        assert self.LINK not in browser.get(f"/sessions/{session.id}").text


class TestAnotherPlaceAlreadyHeld:
    def test_the_other_place_at_these_hours_is_told_with_the_choice(self, browser, db, hub, aidant):
        other = book(make_session(make_offer(hub, title="Aidants Connect")), aidant)
        session = make_session(make_offer(hub))

        page = browser.get(f"/sessions/{session.id}").page

        assert "Vous avez déjà une place à ces heures-là" in page.text
        assert "Aidants Connect" in page.text
        refused = browser.post(f"/sessions/{session.id}/book")
        assert refused.status_code == 409
        assert other.reference in refused.page.text
        assert count(db, Booking) == 1

    def test_keeping_both_books_it(self, browser, db, hub, aidant):
        book(make_session(make_offer(hub)), aidant)
        session = make_session(make_offer(hub))

        browser.post(f"/sessions/{session.id}/book", data={"other": "keep"})

        assert [b.status for b in bookings(db)] == [BookingStatus.CONFIRMED] * 2

    def test_leaving_the_other_exchanges_the_places_at_once(self, browser, db, hub, aidant):
        other = book(make_session(make_offer(hub)), aidant)
        session = make_session(make_offer(hub))

        browser.post(f"/sessions/{session.id}/book", data={"other": other.reference})

        assert [b.status for b in bookings(db)] == [BookingStatus.CANCELLED, BookingStatus.CONFIRMED]

    def test_another_date_of_this_training_can_be_exchanged_for_it(self, browser, db, hub, aidant):
        offer = make_offer(hub)
        first = book(make_session(offer), aidant)
        session = make_session(offer, starts_on=date(2027, 3, 2))

        page = browser.get(f"/sessions/{session.id}").page
        assert "Vous avez déjà une place à une autre date de cette formation" in page.text
        assert page.values()["instead_of"] == first.reference
        browser.post(f"/sessions/{session.id}/book", data={"instead_of": first.reference})

        assert [b.status for b in bookings(db)] == [BookingStatus.CANCELLED, BookingStatus.CONFIRMED]

    def test_a_full_session_leaves_the_first_place_untouched(self, browser, db, hub, aidant):
        offer = make_offer(hub)
        first = book(make_session(offer), aidant)
        full = make_session(offer, starts_on=date(2027, 3, 2), capacity=1)
        book(full)

        answer = browser.post(f"/sessions/{full.id}/book", data={"instead_of": first.reference})

        assert answer.status_code == 409
        assert bookings(db)[0].status == BookingStatus.CONFIRMED

    def test_somebody_elses_place_cannot_be_given_up(self, browser, db, hub):
        theirs = book(make_session(make_offer(hub)))
        session = make_session(make_offer(hub))

        answer = browser.post(f"/sessions/{session.id}/book", data={"instead_of": theirs.reference})

        assert answer.status_code == 404
        assert [b.status for b in bookings(db)] == [BookingStatus.CONFIRMED]

    def test_kept_places_and_the_share_of_an_organisation_are_told(self, browser, db, hub):
        session = make_session(make_offer(hub), organisation_limit=2)
        saved(KeptSeats(bookable_id=session.id, units=3, until=MONDAY + timedelta(days=7)))

        text = browser.get(f"/sessions/{session.id}").page.text

        assert "3 places gardées pour les membres du hub jusqu'au lundi 11 janvier à 9 h" in text
        assert "2 places au plus par structure" in text
