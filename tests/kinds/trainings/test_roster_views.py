import pytest

from shared_services.booking.ledger import recount
from shared_services.booking.models import BookingStatus, CancelledBy
from shared_services.booking.operations.questions import Answers, record_answers
from shared_services.core.database import transaction
from shared_services.kinds.trainings.queries import get_session
from tests.support.bookings import book
from tests.support.makers import (
    make_hub,
    make_manager,
    make_person,
    make_session,
    make_trainer,
)
from tests.support.queries import count_queries


@pytest.fixture
def hub(db):
    return make_hub("Hub du Nord")


@pytest.fixture
def manager(hub, sign_in):
    return sign_in(make_manager(hub))


@pytest.fixture
def trainer(hub):
    return make_trainer(hub)


def teach(session, trainer):
    with transaction() as db:
        get_session(db, session.id).trainers = [db.merge(trainer)]


class TestRoster:
    def test_it_names_people_states_and_ranks(self, offer, manager):
        session = make_session(offer, capacity=1)
        for name in ("Alice", "Bob", "Chloé"):
            book(session, make_person(name, "Durand"))

        text = manager.get(f"/manage/sessions/{session.id}").page.text

        assert "Places prises (1) Alice Durand Confirmée" in text
        assert "Bob Durand Liste d'attente · 1ᵉʳ" in text
        assert "Chloé Durand Liste d'attente · 2ᵉ" in text

    def test_more_people_cost_no_more_queries(self, offer, manager):
        session = make_session(offer, capacity=3)
        book(session)
        manager.get(f"/manage/sessions/{session.id}")
        with count_queries() as for_one:
            manager.get(f"/manage/sessions/{session.id}")
        for _ in range(6):
            book(session)
        with count_queries() as for_seven:
            manager.get(f"/manage/sessions/{session.id}")

        assert len(for_seven) == len(for_one)

    def test_the_trainer_of_the_session_reads_and_changes_nothing(self, offer, trainer, sign_in):
        session = make_session(offer)
        teach(session, trainer)
        booking = book(session)
        browser = sign_in(trainer)

        page = browser.get(f"/manage/sessions/{session.id}").page

        assert "Ajouter une personne" not in page.text
        assert browser.post(f"/manage/bookings/{booking.reference}/cancel").status_code == 403
        assert browser.post(f"/manage/sessions/{session.id}/capacity").status_code == 403

    def test_a_trainer_of_the_hub_who_does_not_teach_it_reads_nothing(self, offer, trainer, sign_in):
        assert sign_in(trainer).get(f"/manage/sessions/{make_session(offer).id}").status_code == 403


class TestAddingAPerson:
    def add(self, manager, session, email):
        return manager.post(f"/manage/sessions/{session.id}/people", data={"email": email})

    def test_by_her_address(self, db, offer, manager):
        session, person = make_session(offer), make_person()

        response = self.add(manager, session, person.email.upper())

        assert response.status_code == 303
        assert person.name in manager.get(f"/manage/sessions/{session.id}").page.text
        assert recount(db) == []

    def test_full_she_waits_like_everybody(self, offer, manager):
        session = make_session(offer, capacity=1)
        book(session)

        self.add(manager, session, make_person("Bob", "Durand").email)

        text = manager.get(f"/manage/sessions/{session.id}").page.text
        assert "Bob Durand Liste d'attente · 1ᵉʳ" in text

    @pytest.mark.parametrize("email", ["", "nobody@test.example", "<script>", "é" * 300])
    def test_who_has_no_account_is_not_added(self, offer, manager, email):
        response = self.add(manager, make_session(offer), email)

        assert response.status_code == 422
        assert response.page.values()["email"] == email

    def test_who_is_already_there_is_not_added_twice(self, offer, manager):
        session, person = make_session(offer), make_person()
        booking = book(session, person)

        response = self.add(manager, session, person.email)

        assert response.status_code == 409
        assert booking.reference in response.page.text


class TestCapacity:
    def test_more_places_go_to_who_waits(self, offer, manager):
        session = make_session(offer, capacity=1)
        book(session)
        waiting = book(session)

        manager.post(f"/manage/sessions/{session.id}/capacity", data={"capacity": "2"})

        assert waiting.status == BookingStatus.OFFERED

    @pytest.mark.parametrize(("typed", "status"), [("1", 409), ("0", 422), ("x", 422), ("", 422)])
    def test_what_is_impossible_is_refused_and_kept(self, offer, manager, typed, status):
        session = make_session(offer, capacity=3)
        book(session)
        book(session)

        response = manager.post(f"/manage/sessions/{session.id}/capacity", data={"capacity": typed})

        assert response.status_code == status
        assert response.page.values()["capacity"] == typed
        assert session.capacity == 3


class TestAnswering:
    def test_yes(self, offer, manager):
        booking = book(make_session(offer, needs_approval=True))

        assert manager.post(f"/manage/bookings/{booking.reference}/approve").status_code == 303
        assert booking.status == BookingStatus.CONFIRMED

    def test_no_needs_a_reason(self, offer, manager):
        booking = book(make_session(offer, needs_approval=True))
        address = f"/manage/bookings/{booking.reference}/refuse"

        silent = manager.post(address, data={"refuse-reason": ""})
        manager.post(address, data={"refuse-reason": "Réservé aux débutants"})

        assert silent.status_code == 422
        assert (booking.status, booking.reason) == (BookingStatus.REFUSED, "Réservé aux débutants")

    def test_cancelling_needs_a_reason_and_frees_the_place(self, offer, manager):
        session = make_session(offer, capacity=1)
        booking, waiting = book(session), book(session)
        address = f"/manage/bookings/{booking.reference}/cancel"

        silent = manager.post(address, data={"cancel-reason": " "})
        manager.post(address, data={"cancel-reason": "À sa demande"})

        assert silent.status_code == 422
        assert (booking.status, booking.cancelled_by) == (BookingStatus.CANCELLED, CancelledBy.HUB)
        assert waiting.status == BookingStatus.OFFERED

    def test_another_date(self, db, offer, manager):
        booking, target = book(make_session(offer)), make_session(offer)
        data = {"move-to_session": str(target.id), "move-reason": "À sa demande"}

        response = manager.post(f"/manage/bookings/{booking.reference}/move", data=data)

        assert response.status_code == 303
        assert booking.bookable_id == target.id
        assert recount(db) == []

    def test_a_full_date_is_refused_and_the_words_are_kept(self, offer, manager):
        origin, target = make_session(offer), make_session(offer, capacity=1)
        booking = book(origin)
        book(target)
        data = {"move-to_session": str(target.id), "move-reason": "À sa demande"}

        response = manager.post(f"/manage/bookings/{booking.reference}/move", data=data)

        assert response.status_code == 409
        assert response.page.values()["move-reason"].strip() == "À sa demande"
        assert booking.bookable_id == origin.id

    @pytest.mark.parametrize("target", ["", "999999", "x"])
    def test_a_date_that_is_not_offered_is_refused(self, offer, manager, target):
        booking = book(make_session(offer))
        data = {"move-to_session": target, "move-reason": "À sa demande"}

        assert manager.post(f"/manage/bookings/{booking.reference}/move", data=data).status_code == 422


def test_the_manager_of_another_hub_does_nothing_here(offer, sign_in):
    booking = book(make_session(offer))
    other = sign_in(make_manager(make_hub()))

    for verb in ("approve", "refuse", "cancel", "move"):
        assert other.post(f"/manage/bookings/{booking.reference}/{verb}").status_code == 403
    assert other.get(f"/manage/bookings/{booking.reference}").status_code == 403


def test_a_need_without_any_question_of_the_hub_is_read_on_the_list(offer, manager):
    session = make_session(offer)
    booking = book(session)
    with transaction() as db:
        record_answers(db, db.merge(booking), Answers(need="Une place près de la prise"))

    assert "Une place près de la prise" in manager.get(f"/manage/sessions/{session.id}").page.text
