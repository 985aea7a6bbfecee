import pytest

from shared_services.booking.ledger import recount
from shared_services.booking.models import Bookable, Booking, BookingStatus
from shared_services.booking.operations import change_capacity, record_attendance, reserve_group
from shared_services.core.database import transaction
from tests.support.bookings import book, cancel, do
from tests.support.makers import (
    MONDAY,
    kinds_posted,
    make_affiliation,
    make_offer,
    make_organisation,
    make_person,
    make_session,
)
from tests.support.queries import count_queries


@pytest.fixture
def organisation(db):
    return make_organisation("Médiathèque de Lens")


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


def grouped(session, people, *, by, organisation, together=True):
    with transaction() as db:
        return reserve_group(
            db,
            session.id,
            people=people,
            by=by,
            organisation_id=organisation.id,
            stays_together=together,
            now=MONDAY,
        )


class TestBookingsOfTheTeam:
    def test_everybody_and_what_for_the_soonest_first(self, sign_in, db, organisation, referent, colleagues):
        book(make_session(make_offer(title="Pix")), colleagues[0], organisation_id=organisation.id)
        book(
            make_session(make_offer(title="Aidants Connect")), colleagues[1], organisation_id=organisation.id
        )
        book(make_session(make_offer(title="Ailleurs")), make_person("Zoé", "Autre"))

        text = sign_in(referent).get(f"/organisations/{organisation.id}/bookings").page.text

        assert "Anna Durand" in text
        assert "Pix" in text
        assert "Bilal Durand" in text
        assert "Aidants Connect" in text
        assert "Zoé" not in text

    def test_one_person_only_and_what_is_over(self, sign_in, db, organisation, referent, colleagues):
        first = book(make_session(make_offer(title="Pix")), colleagues[0], organisation_id=organisation.id)
        book(
            make_session(make_offer(title="Aidants Connect")), colleagues[1], organisation_id=organisation.id
        )
        cancel(first)
        client = sign_in(referent)
        base = f"/organisations/{organisation.id}/bookings"

        assert "Aidants Connect" not in client.get(f"{base}?person={colleagues[0].id}").page.text
        assert "Pix" in client.get(f"{base}?when=past&person={colleagues[0].id}").page.text
        assert "Personne n'a de réservation à venir." in client.get(f"{base}?person=999999").page.text

    def test_it_costs_the_same_whatever_the_number(self, sign_in, db, organisation, referent, colleagues):
        client = sign_in(referent)
        path = f"/organisations/{organisation.id}/bookings"
        session = make_session(capacity=1)
        book(session, colleagues[0], organisation_id=organisation.id)
        book(session, colleagues[1], organisation_id=organisation.id)
        client.get(path)
        with count_queries() as few:
            client.get(path)
        for _ in range(4):
            session = make_session(capacity=1)
            book(session, organisation_id=organisation.id)
            book(session, organisation_id=organisation.id)
        with count_queries() as many:
            client.get(path)

        assert len(many) == len(few)

    def test_who_was_trained_in_what(self, sign_in, db, organisation, referent, colleagues, at):
        session = make_session(make_offer(title="Pix"))
        booking = book(session, colleagues[0], organisation_id=organisation.id)
        do(record_attendance, booking, attended=True, by=referent, now=session.ends_at)

        page = sign_in(referent).get(f"/organisations/{organisation.id}/trained").page

        assert "Anna Durand" in page.text
        assert "Pix" in page.text
        assert "Bilal Durand" in page.text
        assert "Aucune pour le moment" in page.text


class TestActingForAColleague:
    def test_cancelling_asks_why_and_tells_her_who_did_it(
        self, sign_in, db, organisation, referent, colleagues
    ):
        booking = book(make_session(), colleagues[0], organisation_id=organisation.id)
        client = sign_in(referent)
        path = f"/bookings/{booking.reference}/cancel"

        refused = client.post(path, data={"reason": ""})
        assert refused.status_code == 422
        assert "Annuler la place de Anna Durand" in refused.page.text

        client.post(path, data={"reason": "Elle est malade"})
        db.expire_all()
        assert (booking.status, booking.reason) == (BookingStatus.CANCELLED, "Elle est malade")
        assert kinds_posted(db)[-1] == "booking_cancelled"

    def test_a_swap_keeps_the_seat(self, sign_in, db, organisation, referent, colleagues):
        booking = book(make_session(capacity=1), colleagues[0], organisation_id=organisation.id)
        waits = book_behind(booking, db)
        path = f"/bookings/{booking.reference}/swap"
        client = sign_in(referent)
        assert "Chloé Durand" in client.get(path).page.text

        answer = client.post(path, data={"person": colleagues[2].id, "reason": "Malade"})

        assert answer.status_code == 303
        db.expire_all()
        assert (booking.person_id, booking.status) == (colleagues[2].id, BookingStatus.CONFIRMED)
        assert waits.status == BookingStatus.WAITLISTED
        assert recount(db) == []

    def test_somebody_of_another_organisation_cannot_come_instead(
        self, sign_in, db, organisation, referent, colleagues
    ):
        booking = book(make_session(), colleagues[0], organisation_id=organisation.id)
        stranger = make_person()

        answer = sign_in(referent).post(
            f"/bookings/{booking.reference}/swap", data={"person": stranger.id, "reason": "Malade"}
        )

        assert answer.status_code == 422
        db.expire_all()
        assert booking.person_id == colleagues[0].id

    def test_a_colleague_who_has_another_date_is_refused_beside_her_name(
        self, sign_in, db, organisation, referent, colleagues
    ):
        offer = make_offer()
        booking = book(make_session(offer), colleagues[0], organisation_id=organisation.id)
        other = book(make_session(offer), colleagues[1], organisation_id=organisation.id)

        answer = sign_in(referent).post(
            f"/bookings/{booking.reference}/swap", data={"person": colleagues[1].id, "reason": "Malade"}
        )

        assert answer.status_code == 409
        assert other.reference in answer.page.text
        assert "Malade" in answer.page.values()["reason"]

    def test_a_plain_colleague_may_do_neither(self, sign_in, db, organisation, colleagues):
        booking = book(make_session(), colleagues[0], organisation_id=organisation.id)
        client = sign_in(colleagues[1])

        for path in ("cancel", "swap"):
            assert client.get(f"/bookings/{booking.reference}/{path}").status_code == 403


class TestGroups:
    def test_the_page_says_what_became_of_each_and_why(self, sign_in, db, organisation, referent, colleagues):
        session = make_session(capacity=1)
        already = book(session, colleagues[0], organisation_id=organisation.id)
        outcome = grouped(session, colleagues, by=referent, organisation=organisation, together=False)

        text = sign_in(referent).get(f"/bookings/groups/{outcome.group.id}").page.text

        assert "Liste d'attente · 1ʳᵉ" in text or "Liste d'attente · 1" in text
        assert "Sans place, et pourquoi" in text
        assert already.reference in text

    def test_one_button_answers_for_all(self, sign_in, db, organisation, referent, colleagues):
        session = make_session(capacity=3)
        book(session)
        outcome = grouped(session, colleagues, by=referent, organisation=organisation)
        do(change_capacity, session, 4, by=referent)
        client = sign_in(referent)

        page = client.get(f"/bookings/groups/{outcome.group.id}").page
        assert "Les places sont gardées pour tout le groupe" in page.text
        client.post(f"/bookings/{outcome.bookings[0].reference}/accept")

        db.expire_all()
        statuses = {b.status for b in db.query(Booking).filter_by(group_id=outcome.group.id)}
        assert statuses == {BookingStatus.CONFIRMED}

    def test_one_of_the_group_does_not_answer_for_the_others(
        self, sign_in, db, organisation, referent, colleagues
    ):
        session = make_session(capacity=3)
        inside = [book(session) for _ in range(3)]
        outcome = grouped(session, colleagues, by=referent, organisation=organisation)
        for booking in inside:
            cancel(booking)

        answer = sign_in(colleagues[0]).post(f"/bookings/{outcome.bookings[0].reference}/accept")

        assert answer.status_code == 403

    def test_who_waits_behind_free_places_reads_why(self, sign_in, db, organisation, referent, colleagues):
        session = make_session(capacity=3)
        book(session)
        outcome = grouped(session, colleagues, by=referent, organisation=organisation)

        text = sign_in(colleagues[0]).get(f"/bookings/{outcome.bookings[0].reference}").page.text

        assert "Votre groupe attend 3 places ensemble, il en reste 2" in text


def book_behind(booking, db):
    return book(db.get(Bookable, booking.bookable_id))
