from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.booking.models import Audience, Booking, BookingStatus
from shared_services.core.audit import AuditEntry
from shared_services.network.models import Affiliation, BondState
from shared_services.outbox.models import OutboxMessage
from shared_services.outbox.rendering import render
from tests.support.bookings import book
from tests.support.makers import (
    MONDAY,
    make_affiliation,
    make_hub,
    make_membership,
    make_offer,
    make_organisation,
    make_person,
    make_session,
)
from tests.support.queries import count_queries


@pytest.fixture
def hub(db):
    return make_hub("Hub du bassin")


@pytest.fixture
def old(hub):
    organisation = make_organisation("Cyber-base")
    make_membership(organisation, hub)
    return organisation


@pytest.fixture
def new(hub):
    organisation = make_organisation("Médiathèque de Lens")
    make_membership(organisation, hub)
    return organisation


@pytest.fixture
def referent(old):
    person = make_person("Rémi", "Férent", email="remi@test.example")
    make_affiliation(person, old, is_referent=True)
    return person


@pytest.fixture
def ana(old):
    return make_person("Ana", "Partante")


@pytest.fixture
def bond(ana, old):
    return make_affiliation(ana, old)


def booked(hub, ana, old, **given):
    session = make_session(make_offer(hub, title="Accompagner avec Pix"), **given)
    return session, book(session, ana, organisation_id=old.id)


class TestLeaving:
    def test_without_bookings_it_takes_one_click_and_says_since_when(self, sign_in, db, ana, bond, old):
        client = sign_in(ana)

        answer = client.post(f"/affiliations/{bond.id}/leave", data={"reason": "Nouvel employeur"})

        gone = db.get(Affiliation, bond.id)
        assert (answer.status_code, answer.location) == (303, "/career")
        assert (gone.state, gone.ended_at, gone.reason) == (BondState.ENDED, MONDAY, "Nouvel employeur")
        page = client.get("/career").page
        assert "Cyber-base" in page.text
        assert "Motif : Nouvel employeur" in page.text

    def test_a_place_is_kept_for_the_new_organisation_and_nothing_else_of_it_changes(
        self, sign_in, db, hub, ana, bond, old, new
    ):
        make_affiliation(ana, new)
        _session, booking = booked(hub, ana, old, audience=Audience.HUB_MEMBERS)

        answer = sign_in(ana).post(
            f"/affiliations/{bond.id}/leave", data={f"booking_{booking.id}": f"keep-{new.id}"}
        )

        kept = db.get(Booking, booking.id)
        assert answer.status_code == 303
        assert (kept.organisation_id, kept.status) == (new.id, BookingStatus.CONFIRMED)
        acts = db.scalars(select(AuditEntry.action).where(AuditEntry.subject_kind == "booking")).all()
        assert acts == ["booked", "carried_over"]

    def test_an_organisation_outside_the_hub_is_not_among_the_answers(self, sign_in, db, hub, ana, bond, old):
        elsewhere = make_organisation("Ailleurs")
        make_affiliation(ana, elsewhere)
        _session, booking = booked(hub, ana, old, audience=Audience.HUB_MEMBERS)
        client, path = sign_in(ana), f"/affiliations/{bond.id}/leave"

        assert "pour Ailleurs" not in client.get(path).page.text
        answer = client.post(path, data={f"booking_{booking.id}": f"keep-{elsewhere.id}"})

        assert answer.status_code == 422
        assert db.get(Affiliation, bond.id).state == BondState.ACCEPTED

    def test_a_place_given_up_goes_to_the_next_in_line(self, sign_in, db, hub, ana, bond, old):
        session, booking = booked(hub, ana, old, capacity=1)
        waiting = book(session)

        sign_in(ana).post(f"/affiliations/{bond.id}/leave", data={f"booking_{booking.id}": "give_up"})

        assert db.get(Booking, booking.id).status == BookingStatus.CANCELLED
        assert db.get(Booking, waiting.id).status in (BookingStatus.OFFERED, BookingStatus.CONFIRMED)

    def test_a_place_left_to_the_organisation_is_told_to_its_referent(
        self, sign_in, db, hub, ana, bond, old, referent
    ):
        _session, booking = booked(hub, ana, old)

        sign_in(ana).post(f"/affiliations/{bond.id}/leave", data={f"booking_{booking.id}": "hand_over"})

        message = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == "colleague_left")).one()
        text = render(db, message).get_body(("plain",)).get_content()
        assert message.recipient == "remi@test.example"
        assert f"/bookings/{booking.reference}/swap" in text
        assert db.get(Booking, booking.id).organisation_id == old.id

    def test_past_the_cut_off_giving_up_is_not_among_the_answers(
        self, sign_in, db, hub, ana, bond, old, referent, at
    ):
        session, _booking = booked(hub, ana, old)
        with at(session.starts_at - timedelta(hours=3)):
            client = sign_in(ana)

            assert "J'y renonce" not in client.get(f"/affiliations/{bond.id}/leave").page.text

    def test_every_place_needs_its_answer(self, sign_in, db, hub, ana, bond, old):
        booked(hub, ana, old)

        answer = sign_in(ana).post(f"/affiliations/{bond.id}/leave", data={})

        assert answer.status_code == 422
        assert db.get(Affiliation, bond.id).state == BondState.ACCEPTED

    def test_a_limit_of_the_date_for_the_new_organisation_undoes_it_all(
        self, sign_in, db, hub, ana, bond, old, new
    ):
        make_affiliation(ana, new)
        colleague = make_person()
        make_affiliation(colleague, new)
        session, booking = booked(hub, ana, old, organisation_limit=1)
        book(session, colleague, organisation_id=new.id)

        answer = sign_in(ana).post(
            f"/affiliations/{bond.id}/leave", data={f"booking_{booking.id}": f"keep-{new.id}"}
        )

        assert answer.status_code == 409
        assert db.get(Booking, booking.id).organisation_id == old.id
        assert db.get(Affiliation, bond.id).state == BondState.ACCEPTED

    def test_nobody_leaves_for_another(self, sign_in, bond, referent):
        assert sign_in(referent).get(f"/affiliations/{bond.id}/leave").status_code == 403

    def test_the_page_costs_the_same_whatever_the_number_of_bookings(self, sign_in, hub, ana, bond, old):
        client, path = sign_in(ana), f"/affiliations/{bond.id}/leave"
        booked(hub, ana, old)
        with count_queries() as few:
            client.get(path)
        for day in range(3):
            booked(hub, ana, old, starts_on=(MONDAY + timedelta(days=40 + day)).date())
        with count_queries() as many:
            client.get(path)

        assert len(many) == len(few)


class TestTheOnlyReferent:
    def test_names_who_comes_after_her(self, sign_in, db, old, referent, ana, bond):
        own = db.scalars(select(Affiliation).where(Affiliation.person_id == referent.id)).one()
        client, path = sign_in(referent), f"/affiliations/{own.id}/leave"

        refused = client.post(path, data={"successor": ""})
        done = client.post(path, data={"successor": str(ana.id)})

        assert refused.status_code == 422
        assert refused.page.by_id("successor-error") is not None
        assert done.status_code == 303
        assert db.get(Affiliation, bond.id).is_referent

    def test_leaves_freely_when_there_is_another(self, sign_in, db, old, referent, ana, bond):
        make_affiliation(make_person(), old, is_referent=True)
        own = db.scalars(select(Affiliation).where(Affiliation.person_id == referent.id)).one()

        assert sign_in(referent).post(f"/affiliations/{own.id}/leave", data={}).status_code == 303

    def test_leaves_freely_when_nobody_is_left(self, sign_in, db, old, referent):
        own = db.scalars(select(Affiliation).where(Affiliation.person_id == referent.id)).one()

        assert sign_in(referent).post(f"/affiliations/{own.id}/leave", data={}).status_code == 303


class TestMyCareer:
    def test_past_trainings_stay_with_the_organisation_of_then(self, sign_in, db, hub, ana, bond, old, new):
        _session, booking = booked(hub, ana, old)
        booking = db.get(Booking, booking.id)
        booking.status = BookingStatus.ATTENDED
        db.commit()
        make_affiliation(ana, new)

        text = sign_in(ana).get("/career").page.text

        assert text.index("Cyber-base") < text.index("Accompagner avec Pix")

    def test_somebody_without_one_is_led_to_find_it(self, sign_in, db):
        assert "Trouver ma structure" in sign_in(make_person()).get("/career").page.text
