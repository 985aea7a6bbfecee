import pytest

from shared_services.booking.models import BookableStatus, Booking
from shared_services.core.errors import Forbidden
from shared_services.kinds.trainings.errors import NotATwin
from shared_services.kinds.trainings.operations import merge_sessions
from tests.support.bookings import book, do
from tests.support.makers import kinds_posted, make_hub, make_manager, make_offer, make_role, make_session


@pytest.fixture
def manager(hub):
    return make_manager(hub)


def path(session):
    return f"/manage/sessions/{session.id}/merge"


def test_who_would_move_is_shown_before(sign_in, db, offer, manager):
    session, twin = make_session(offer), make_session(offer, capacity=1)
    book(session)
    book(session)
    book(twin)

    text = sign_in(manager).get(path(session)).page.text

    assert "2 personnes avec une place, 0 en attente" in text
    assert "Il manque 2 places." in text


def test_merging_moves_people_and_lands_on_the_other_roster(sign_in, db, offer, manager):
    session, twin = make_session(offer), make_session(offer)
    booking = book(session)

    answer = sign_in(manager).post(path(session), data={"into": twin.id, "reason": "Trop peu d'inscrits"})

    assert answer.location == f"/manage/sessions/{twin.id}"
    db.expire_all()
    assert booking.bookable_id == twin.id
    assert session.status == BookableStatus.CANCELLED


def test_without_a_reason_nothing_moves_and_the_choice_is_kept(sign_in, db, offer, manager):
    session, twin = make_session(offer), make_session(offer)
    book(session)

    answer = sign_in(manager).post(path(session), data={"into": twin.id, "reason": ""})

    assert answer.status_code == 422
    assert answer.page.values()["into"] == str(twin.id)
    assert db.query(Booking).one().bookable_id == session.id


def test_too_few_places_is_said_beside_the_date(sign_in, db, offer, manager):
    session, full = make_session(offer), make_session(offer, capacity=1)
    book(session)
    book(full)

    answer = sign_in(manager).post(path(session), data={"into": full.id, "reason": "Trop peu"})

    assert answer.status_code == 409
    assert "Trop peu de places à l'autre date : 0 de libres, 1 à déplacer" in answer.page.text


def test_another_hubs_date_is_told_with_its_address_and_cannot_be_chosen(sign_in, db, offer, manager):
    session = make_session(offer)
    other_hub = make_hub("Hub voisin")
    theirs = make_session(make_offer(other_hub))
    client = sign_in(manager)

    assert other_hub.email in client.get(path(session)).page.text
    assert client.post(path(session), data={"into": theirs.id, "reason": "Non"}).status_code == 422
    with pytest.raises(Forbidden):
        do(merge_sessions, session, theirs.id, by=manager, reason="Non")


def test_a_manager_of_both_hubs_may(db, offer, manager):
    other_hub = make_hub()
    make_role(manager, other_hub)
    session, theirs = make_session(offer), make_session(make_offer(other_hub))
    book(session)

    do(merge_sessions, session, theirs.id, by=manager, reason="Regroupement")

    assert "booking_merged" in kinds_posted(db)


def test_two_different_trainings_are_no_twins(db, hub, offer, manager):
    with pytest.raises(NotATwin):
        do(
            merge_sessions,
            make_session(offer),
            make_session(make_offer(hub, title="Mots de passe sans souci")).id,
            by=manager,
            reason="Non",
        )
