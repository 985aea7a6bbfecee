from datetime import date, timedelta

import pytest

from shared_services.booking.models import Audience, Booking, BookingStatus
from shared_services.booking.operations import record_attendance
from shared_services.core.errors import Forbidden
from shared_services.kinds.trainings.operations import book_colleagues
from tests.support.bookings import book, do
from tests.support.makers import (
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
def organisation(hub):
    organisation = make_organisation("Médiathèque de Lens")
    make_membership(organisation, hub)
    return organisation


@pytest.fixture
def referent(organisation):
    person = make_person("Rachel", "Référente")
    make_affiliation(person, organisation, is_referent=True)
    return person


@pytest.fixture
def colleagues(organisation):
    people = [make_person(name, "Durand") for name in ("Anna", "Bilal", "Chloé")]
    for person in people:
        make_affiliation(person, organisation)
    return people


def session_in(hub, **given):
    return make_session(make_offer(hub), audience=Audience.HUB_MEMBERS, **given)


def path(session):
    return f"/sessions/{session.id}/colleagues"


def statuses(db, session):
    db.expire_all()
    found = db.query(Booking).filter_by(bookable_id=session.id).order_by(Booking.id)
    return [booking.status.value for booking in found]


class TestChoosing:
    def test_the_session_page_leads_a_referent_there_and_nobody_else(
        self, sign_in, hub, referent, colleagues
    ):
        session = session_in(hub)

        assert sign_in(referent).get(f"/sessions/{session.id}").page.links[
            "Réserver pour des collègues"
        ] == path(session)
        plain = sign_in(colleagues[0])
        assert "Réserver pour des collègues" not in plain.get(f"/sessions/{session.id}").page.text
        assert plain.get(path(session)).status_code == 403

    def test_what_is_known_about_each_is_beside_the_name(self, sign_in, db, hub, referent, colleagues):
        session = session_in(hub)
        booked = book(session, colleagues[0])
        book(make_session(), colleagues[1])

        text = sign_in(referent).get(path(session)).page.text

        assert "A déjà une place à ces heures-là" in text
        assert "Déjà inscrites, ou qui ne peuvent pas l'être" in text
        assert booked.reference in sign_in(referent).get(path(session)).page.html

    def test_an_organisation_outside_the_audience_finds_no_such_page(self, sign_in, referent):
        session = session_in(make_hub())

        assert sign_in(referent).get(path(session)).status_code == 404

    def test_it_costs_the_same_for_a_large_team(self, sign_in, hub, organisation, referent, colleagues):
        session, client = session_in(hub), sign_in(referent)
        client.get(path(session))
        with count_queries() as few:
            client.get(path(session))
        for number in range(6):
            make_affiliation(make_person(f"Équipe{number}"), organisation)
        with count_queries() as many:
            client.get(path(session))

        assert len(many) == len(few)


class TestBooking:
    def test_three_at_once(self, sign_in, db, hub, referent, colleagues):
        session = session_in(hub)
        people = [str(person.id) for person in colleagues]

        answer = sign_in(referent).post(path(session), data={"people": people, "mode": "together"})

        assert answer.status_code == 303
        assert "/bookings/groups/" in answer.headers["Location"]
        assert statuses(db, session) == ["confirmed"] * 3
        assert {b.booked_by_id for b in db.query(Booking)} == {referent.id}

    def test_as_many_as_possible_and_the_others_wait(self, sign_in, db, hub, referent, colleagues):
        session = session_in(hub, capacity=2)
        people = [str(person.id) for person in colleagues]

        client = sign_in(referent)
        client.post(path(session), data={"people": people, "mode": "possible", "waits": "y"})

        assert statuses(db, session) == ["confirmed", "confirmed", "waitlisted"]

    def test_all_or_none_without_waiting_says_so_and_keeps_what_was_ticked(
        self, sign_in, db, hub, referent, colleagues
    ):
        session = session_in(hub, capacity=2)
        people = [str(person.id) for person in colleagues]

        answer = sign_in(referent).post(path(session), data={"people": people, "mode": "together"})

        assert answer.status_code == 409
        assert "Il ne reste pas assez de places" in answer.page.text
        ticked = [e.get("value") for e in answer.page.all("input") if e.get("checked") is not None]
        assert set(people) <= set(ticked)
        assert statuses(db, session) == []

    def test_nobody_ticked_is_said_beside_the_names(self, sign_in, db, hub, referent, colleagues):
        session = session_in(hub)

        answer = sign_in(referent).post(path(session), data={"mode": "possible"})

        assert answer.status_code == 422
        assert "Ce champ est à remplir." in answer.page.text

    def test_a_stranger_slipped_into_the_form_is_refused(self, sign_in, db, hub, referent, colleagues):
        session, stranger = session_in(hub), make_person()

        answer = sign_in(referent).post(
            path(session), data={"people": [str(stranger.id)], "mode": "possible"}
        )

        assert answer.status_code == 422
        assert statuses(db, session) == []

    def test_of_two_organisations_the_one_chosen(self, sign_in, db, hub, organisation, referent, colleagues):
        other = make_organisation("Mairie d'Arras")
        make_membership(other, hub)
        make_affiliation(referent, other, is_referent=True)
        someone = make_person("Zoé", "Arras")
        make_affiliation(someone, other)
        session = session_in(hub)
        client = sign_in(referent)

        assert "Zoé Arras" in client.get(f"{path(session)}?organisation_id={other.id}").page.text
        client.post(
            path(session),
            data={"organisation_id": other.id, "people": [str(someone.id)], "mode": "possible"},
        )

        assert {b.organisation_id for b in db.query(Booking)} == {other.id}


def test_past_attendance_is_told(sign_in, db, hub, referent, colleagues):
    offer = make_offer(hub)
    done = make_session(offer, starts_on=date(2026, 12, 1))
    booking = book(done, colleagues[0], now=done.starts_at - timedelta(days=3))
    do(record_attendance, booking, attended=True, by=referent, now=done.ends_at)

    text = sign_in(referent).get(path(make_session(offer))).page.text

    assert "A déjà suivi cette formation, le mardi 1er décembre 2026" in text


def test_the_operation_itself_refuses_who_is_not_referent(db, hub, organisation, colleagues):
    with pytest.raises(Forbidden):
        do(
            book_colleagues,
            session_in(hub),
            person_ids=[colleagues[1].id],
            organisation_id=organisation.id,
            by=colleagues[0],
            stays_together=False,
        )
    assert db.query(Booking).filter_by(status=BookingStatus.CONFIRMED).count() == 0
