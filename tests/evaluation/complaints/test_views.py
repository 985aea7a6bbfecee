import pytest
from sqlalchemy import select

from shared_services.evaluation.complaints.models import Complaint
from tests.support.bookings import book
from tests.support.makers import (
    count,
    kinds_posted,
    make_hub,
    make_manager,
    make_offer,
    make_person,
    make_session,
)

FILLED = {"about": "", "subject": "Salle fermée", "what_happened": "Personne n'avait la clé."}


@pytest.fixture
def hub(db):
    return make_hub()


@pytest.fixture
def person(db):
    return make_person()


class TestFiling:
    def test_it_has_a_reference_a_receipt_and_the_hub_is_told(self, db, hub, person, sign_in):
        make_manager(hub)

        answer = sign_in(person).post(f"/hubs/{hub.id}/complaints", data=FILLED)

        complaint = db.scalars(select(Complaint)).one()
        assert answer.location.endswith(f"/complaints/{complaint.reference}")
        assert sorted(kinds_posted(db)) == ["complaint_received", "complaint_to_answer"]
        page = sign_in(person).get(answer.location).page
        assert complaint.reference in page.text
        assert "avant le mercredi 3 février" in page.text

    def test_it_may_be_about_what_she_booked_there(self, db, hub, person, sign_in):
        booking = book(make_session(make_offer(hub)), person)

        page = sign_in(person).get(f"/hubs/{hub.id}/complaints").page
        assert booking.reference in page.text
        sign_in(person).post(f"/hubs/{hub.id}/complaints", data=FILLED | {"about": f"booking-{booking.id}"})
        assert db.scalars(select(Complaint.booking_id)).all() == [booking.id]

    def test_or_about_the_offer_she_comes_from(self, db, hub, person, sign_in):
        offer = make_offer(hub)

        page = sign_in(person).get(f"/hubs/{hub.id}/complaints?offer={offer.id}").page
        assert "Premiers pas avec Pix" in page.text
        sign_in(person).post(f"/hubs/{hub.id}/complaints", data=FILLED | {"about": f"offer-{offer.id}"})
        assert db.scalars(select(Complaint.offer_id)).all() == [offer.id]

    @pytest.mark.parametrize("about", ["booking-999999", "offer-999999", "offer-x", "hub-1", "booking-"])
    def test_not_about_what_is_not_hers(self, db, hub, person, sign_in, about):
        answer = sign_in(person).post(f"/hubs/{hub.id}/complaints", data=FILLED | {"about": about})

        assert answer.status_code == 422
        assert count(db, Complaint) == 0

    def test_nor_about_an_offer_of_another_hub(self, db, hub, person, sign_in):
        about = f"offer-{make_offer().id}"

        answer = sign_in(person).post(f"/hubs/{hub.id}/complaints", data=FILLED | {"about": about})
        assert answer.status_code == 422

    def test_what_is_missing_is_said_and_what_was_typed_stays(self, hub, person, sign_in):
        answer = sign_in(person).post(f"/hubs/{hub.id}/complaints", data=FILLED | {"subject": " "})

        assert answer.status_code == 422
        assert "Personne n&#39;avait la clé." in answer.page.html or "la clé." in answer.page.html

    def test_a_stranger_signs_in_first(self, hub, client):
        assert client.get(f"/hubs/{hub.id}/complaints").status_code == 303

    def test_not_without_end(self, hub, person, sign_in):
        browser = sign_in(person)
        answers = [browser.post(f"/hubs/{hub.id}/complaints", data=FILLED).status_code for _ in range(6)]

        assert answers == [303] * 5 + [429]


class TestReading:
    def test_she_alone_reads_it_and_finds_it_among_hers(self, db, hub, person, sign_in):
        sign_in(person).post(f"/hubs/{hub.id}/complaints", data=FILLED)
        reference = db.scalars(select(Complaint.reference)).one()

        assert "Salle fermée" in sign_in(person).get("/complaints").page.text
        assert "Salle fermée" not in sign_in(make_person()).get("/complaints").page.text
        assert sign_in(make_person()).get(f"/complaints/{reference}").status_code == 403
