import pytest
from sqlalchemy import select

from shared_services.booking.models import Booking, BookingStatus
from tests.support.bookings import book
from tests.support.makers import (
    make_hub,
    make_manager,
    make_offer,
    make_organisation,
    make_person,
    make_session,
)
from tests.support.queries import count_queries


@pytest.fixture
def browser(hub, sign_in):
    return sign_in(make_manager(hub))


def statuses(db):
    db.expire_all()
    return list(db.scalars(select(Booking.status).order_by(Booking.id)))


class TestSeveralAtOnce:
    def test_the_people_ticked_are_cancelled_with_the_reason_and_the_filters_are_kept(self, hub, browser, db):
        session = make_session(make_offer(hub))
        asked = [book(session) for _ in range(3)]
        form = {"several-act": "cancel", "several-reason": "Salle fermée", "state": "confirmed"}

        answer = browser.post(
            f"/manage/sessions/{session.id}/several",
            data=form | {"booking": [one.reference for one in asked[:2]]},
        )

        assert answer.headers["Location"] == f"/manage/sessions/{session.id}?state=confirmed#people"
        assert statuses(db) == [BookingStatus.CANCELLED] * 2 + [BookingStatus.CONFIRMED]
        assert "C'est fait pour 2 personnes." in browser.get(f"/manage/sessions/{session.id}").page.text

    def test_who_cannot_be_moved_is_named_and_the_others_are(self, hub, browser, db):
        offer = make_offer(hub)
        session, small = make_session(offer), make_session(offer, capacity=1)
        first, second = book(session), book(session, make_person("Zoé", "Abel"))
        form = {"several-act": "move", "several-reason": "Travaux", "several-to_session": str(small.id)}

        browser.post(
            f"/manage/sessions/{session.id}/several",
            data=form | {"booking": [first.reference, second.reference]},
        )

        db.expire_all()
        assert [first.bookable_id, second.bookable_id] == [small.id, session.id]
        text = browser.get(f"/manage/sessions/{session.id}").page.text
        assert "Zoé Abel : Il ne reste pas assez de places." in text

    def test_without_anybody_ticked_or_a_reason_nothing_is_done_and_what_was_ticked_stays(
        self, hub, browser, db
    ):
        session = make_session(make_offer(hub))
        booking = book(session)
        path = f"/manage/sessions/{session.id}/several"

        nobody = browser.post(path, data={"several-act": "cancel", "several-reason": "Oui"})
        silent = browser.post(path, data={"several-act": "cancel", "booking": booking.reference})

        assert nobody.status_code == silent.status_code == 422
        assert "Cochez au moins une personne" in nobody.page.text
        assert "Écrivez pourquoi" in silent.page.text
        box = next(one for one in silent.page.all("input") if one.get("name") == "booking")
        assert box.get("checked") is not None
        assert statuses(db) == [BookingStatus.CONFIRMED]

    def test_people_of_another_session_are_left_alone(self, hub, browser, db):
        session = make_session(make_offer(hub))
        book(session)
        elsewhere = book(make_session(make_offer(make_hub())))
        form = {"several-act": "cancel", "several-reason": "Non", "booking": elsewhere.reference}

        browser.post(f"/manage/sessions/{session.id}/several", data=form)

        assert statuses(db) == [BookingStatus.CONFIRMED, BookingStatus.CONFIRMED]


class TestFilters:
    def test_the_roster_shows_what_is_asked_and_says_how_many(self, hub, browser):
        session = make_session(make_offer(hub))
        for name in ("Abel", "Zola"):
            book(session, make_person("Zoé", name), organisation_id=make_organisation().id)

        page = browser.get(f"/manage/sessions/{session.id}?q=zola").page

        assert "1 personne sur 2." in page.text
        assert "Abel" not in page.text

    def test_a_long_roster_costs_what_a_short_one_costs(self, hub, browser):
        session = make_session(make_offer(hub), capacity=30)
        for _ in range(6):
            book(session)
        with count_queries() as short:
            browser.get(f"/manage/sessions/{session.id}")
        for _ in range(8):
            book(session)
        with count_queries() as long:
            browser.get(f"/manage/sessions/{session.id}")

        assert len(long) == len(short)
