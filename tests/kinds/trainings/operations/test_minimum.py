from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from shared_services.booking.errors import CapacityBelowMinimum
from shared_services.booking.models import BookableStatus, BookingStatus, Verdict
from shared_services.booking.operations import change_capacity
from shared_services.core.relative_dates import Before
from shared_services.kinds.trainings.jobs import decide_sessions
from shared_services.kinds.trainings.models import TrainingSession, session_trainer
from shared_services.kinds.trainings.operations import let_session_stand
from shared_services.kinds.trainings.queries import get_session
from shared_services.kinds.trainings.repeating import plan_on
from tests.kinds.trainings.test_messages import mail, words
from tests.kinds.trainings.test_session_views import plan, typed
from tests.support.bookings import book, do
from tests.support.makers import (
    MONDAY,
    count,
    make_hub,
    make_manager,
    make_person,
    make_session,
    make_trainer,
)

DECIDES = MONDAY + timedelta(days=7)
SHORT_OF_PEOPLE = {"minimum": "5", "decides_before": "14 jours avant, à 18 h"}


@pytest.fixture
def hub(db):
    return make_hub("Hub du Nord")


@pytest.fixture
def manager(hub, sign_in):
    return sign_in(make_manager(hub))


def needing(offer, minimum=2, **given):
    return make_session(offer, minimum=minimum, decides_at=DECIDES, **given)


class TestDeciding:
    def test_too_few_and_the_managers_are_asked(self, db, hub, offer):
        session = needing(offer)
        book(session)

        assert decide_sessions(DECIDES) == 1

        said = words(mail(db, "minimum_missed"))
        assert "1 personne confirmée, il en fallait 2" in said
        assert "regroupez-la avec une autre date" in said
        assert "To decide" in words(mail(db, "minimum_missed", "en"))

    def test_or_the_session_cancels_itself_and_says_why(self, db, hub, offer):
        session = needing(offer, cancels_itself=True)
        booking = book(session)

        decide_sessions(DECIDES)

        db.refresh(session)
        assert session.status == BookableStatus.CANCELLED
        assert booking.status == BookingStatus.CANCELLED
        assert "pas assez de personnes" in words(mail(db, "booking_cancelled"))
        assert "la session est annulée" in words(mail(db, "minimum_missed"))

    def test_what_waits_for_an_answer_is_on_the_desk_and_one_button_holds_it(self, db, hub, offer, manager):
        session = needing(offer)
        book(session)
        decide_sessions(DECIDES)

        assert "1 session sous le minimum" in manager.get(f"/manage/{hub.id}").page.text
        roster = manager.get(f"/manage/sessions/{session.id}").page.text
        assert "Pas encore sûre : il fallait 2 personnes" in roster
        manager.post(f"/manage/sessions/{session.id}/maintain")

        db.refresh(session)
        assert session.verdict == Verdict.GO
        assert "sous le minimum" not in manager.get(f"/manage/{hub.id}").page.text

    def test_readers_see_where_it_stands(self, db, hub, offer, client):
        session = needing(offer)
        book(session)

        page = client.get(f"/sessions/{session.id}").page.text
        assert "A lieu si 2 personnes sont inscrites le lundi 11 janvier" in page
        assert "(1 confirmée aujourd'hui)" in page
        do(let_session_stand, session, by=make_manager(hub))
        assert "Maintenue : elle a bien lieu." in client.get(f"/sessions/{session.id}").page.text


class TestTheRule:
    def test_it_is_typed_with_the_session(self, db, offer, manager):
        plan(manager, offer, **SHORT_OF_PEOPLE, closes_before="J-2", cancels_itself="y")

        session = db.scalars(select(TrainingSession)).one()
        assert session.decides_at == datetime(2027, 1, 19, 17, tzinfo=UTC)
        assert session.closes_at == datetime(2027, 1, 31, 17, tzinfo=UTC)
        assert (session.minimum, session.cancels_itself) == (5, True)

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"minimum": "5"}, "Dites quand on décide"),
            ({"decides_before": "14"}, "Dites combien de personnes"),
            ({"minimum": "13", "decides_before": "14"}, "Le minimum dépasse"),
            ({"minimum": "5", "decides_before": "bientôt"}, "Écrivez un nombre de jours"),
            ({"minimum": "5", "decides_before": "40"}, "est déjà passée"),
            ({"closes_before": "2", "closes_on": "2027-01-31", "closes_hour": "9h"}, "l'un ou l'autre"),
        ],
    )
    def test_what_is_impossible_is_refused_beside_its_field(self, db, offer, manager, given, sentence):
        response = plan(manager, offer, **given)

        assert response.status_code == 422
        assert sentence in response.page.text
        assert count(db, TrainingSession) == 0

    def test_its_dates_follow_the_session_when_it_moves(self, db, offer, manager):
        plan(manager, offer, **SHORT_OF_PEOPLE, closes_before="2")
        session = db.scalars(select(TrainingSession)).one()
        moved = typed(**SHORT_OF_PEOPLE, closes_before="2") | {"half_days-0-day": "2027-02-09"}
        del moved["capacity"]

        manager.post(f"/manage/sessions/{session.id}/edit", data=moved)

        db.refresh(session)
        assert session.decides_at == datetime(2027, 1, 26, 17, tzinfo=UTC)
        assert session.closes_at == datetime(2027, 2, 7, 17, tzinfo=UTC)

    def test_the_edit_page_shows_it_as_it_was_typed(self, db, offer, manager):
        plan(manager, offer, **SHORT_OF_PEOPLE, closes_before="J-2")
        session = db.scalars(select(TrainingSession)).one()

        shown = manager.get(f"/manage/sessions/{session.id}/edit").page.values()

        assert (shown["minimum"], shown["closes_before"]) == ("5", "2 jours avant, à 18\u00a0h")
        assert shown["closes_on"] == ""

    def test_another_date_takes_the_rule_along(self, db, offer, manager):
        plan(manager, offer, **SHORT_OF_PEOPLE, closes_before="2")
        session = get_session(db, db.scalars(select(TrainingSession.id)).one())

        copied = plan_on(session, date(2027, 4, 6))

        assert (copied.minimum, copied.decides_before, copied.closes_before) == (5, Before(14), Before(2))
        assert copied.closes_at is None

    def test_asked_again_when_the_session_moves_far_enough(self, db, hub, offer, manager):
        session = needing(offer, decides_before=Before(22))
        decide_sessions(DECIDES)
        again = typed(minimum="2", decides_before="14") | {"half_days-0-day": "2027-03-02"}
        del again["capacity"]

        manager.post(f"/manage/sessions/{session.id}/edit", data=again)

        db.refresh(session)
        assert session.verdict is None
        assert book(session).status == BookingStatus.CONFIRMED

    def test_an_opening_may_follow_the_session_too(self, db, offer, manager):
        plan(manager, offer, opens_before="20 jours avant à 9h", closes_before="3 h avant")
        session = db.scalars(select(TrainingSession)).one()

        assert session.opens_at == datetime(2027, 1, 13, 8, tzinfo=UTC)
        assert session.closes_at == datetime(2027, 2, 2, 5, 30, tzinfo=UTC)
        shown = manager.get(f"/manage/sessions/{session.id}/edit").page.values()
        assert (shown["opens_before"], shown["opens_on"]) == ("20 jours avant, à 9\u00a0h", "")
        assert shown["closes_before"] == "3 heures avant"
        copied = plan_on(get_session(db, session.id), date(2027, 4, 6))
        assert (copied.opens_before, copied.opens_at) == (Before(20, time(9)), None)

    def test_the_habits_of_the_hub_are_proposed(self, db, hub, offer, manager):
        hub.minimum, hub.decides_before = 6, Before(21)
        db.flush()

        typed_already = manager.get(f"/manage/trainings/{offer.id}/sessions/new").page.values()

        assert (typed_already["minimum"], typed_already["decides_before"]) == (
            "6",
            "21 jours avant, à 18\u00a0h",
        )


class TestWhatPeopleRead:
    DEPENDS = "A lieu si 2 personnes sont inscrites le lundi 11 janvier à 9\u00a0h (1 confirmée aujourd'hui)."

    def test_the_confirmation_says_what_it_depends_on(self, db, offer):
        book(needing(offer))

        assert self.DEPENDS in words(mail(db, "booking_confirmed"))

    def test_so_does_the_page_of_the_booking_until_it_is_certain(self, db, hub, offer, sign_in):
        session, alice = needing(offer), make_person()
        booking = book(session, alice)
        browser = sign_in(alice)

        page = f"/bookings/{booking.reference}"
        assert self.DEPENDS.replace("\u00a0", " ") in browser.get(page).page.text
        do(let_session_stand, session, by=make_manager(hub))
        assert "Maintenue : elle a bien lieu." in browser.get(page).page.text

    def test_a_session_that_cancelled_itself_says_why_in_both_languages_and_where_to_go(self, db, offer, at):
        session = needing(offer, cancels_itself=True)
        make_session(offer, starts_on=session.starts_on + timedelta(days=14))
        make_session(offer, starts_on=session.starts_on + timedelta(days=21), closes_at=MONDAY)
        book(session)
        decide_sessions(DECIDES)

        with at(DECIDES):
            french, english = words(mail(db, "booking_cancelled")), words(mail(db, "booking_cancelled", "en"))
        assert "Prochaines dates de cette formation" in french
        assert "mardi 16 février" in french
        assert "mardi 23 février" not in french  # closed
        assert "Not enough people had booked for the session to take place." in english

    def test_trainers_read_that_it_stands(self, db, hub, offer):
        session, trainer = needing(offer), make_trainer(hub)
        db.execute(session_trainer.insert().values(session_id=session.id, person_id=trainer.id))
        do(let_session_stand, session, by=make_manager(hub))

        assert "que vous animez est maintenue." in words(mail(db, "session_maintained"))


class TestTheHubAnswers:
    def asked(self, offer):
        session = needing(offer)
        book(session)
        decide_sessions(DECIDES)
        return session

    def test_first_on_the_desk_with_three_ways_out_and_back_there(self, db, hub, offer, manager):
        session = self.asked(offer)
        page = manager.get(f"/manage/{hub.id}").page

        assert "1 session sous le minimum" in "".join(next(page.all("h2")).itertext())
        assert "1 personne confirmée, pour un minimum de 2" in page.text
        links = [link.get("href") for link in page.all("a")]
        assert {f"/manage/sessions/{session.id}/merge", f"/manage/sessions/{session.id}/cancel"} <= set(links)
        answer = manager.post(f"/manage/sessions/{session.id}/maintain", data={"next": f"/manage/{hub.id}"})
        assert answer.location == f"/manage/{hub.id}"

    def test_nobody_is_sent_to_another_site(self, db, offer, manager):
        session = self.asked(offer)

        answer = manager.post(f"/manage/sessions/{session.id}/maintain", data={"next": "//elsewhere.example"})

        assert answer.location == f"/manage/sessions/{session.id}"

    def test_however_far_the_date_is(self, db, hub, offer, manager):
        far = needing(offer, starts_on=date(2027, 9, 7))
        decide_sessions(DECIDES)

        assert far.verdict == Verdict.ASKED
        assert "1 session sous le minimum" in manager.get(f"/manage/{hub.id}").page.text

    def test_the_page_to_cancel_proposes_a_reason(self, db, offer, manager):
        session = self.asked(offer)

        proposed = manager.get(f"/manage/sessions/{session.id}/cancel").page.values()["reason"]

        assert proposed.startswith("Il n'y avait pas assez de personnes inscrites")

    @pytest.mark.parametrize(
        ("verdict", "said"),
        [(None, "1 confirmée, minimum 2"), (Verdict.ASKED, "À décider"), (Verdict.GO, "Maintenue")],
    )
    def test_the_calendar_of_the_hub_says_where_it_stands(self, db, hub, offer, manager, verdict, said):
        session = needing(offer)
        book(session)
        session.verdict = verdict
        db.flush()

        for page in ("calendar/2027-02-02", "calendar?view=month&on=2027-02-01"):
            assert said in manager.get(f"/manage/{hub.id}/{page}").page.text

    def test_who_only_asked_is_no_reason_not_to_be_told_early(self, db, hub, offer, manager):
        session = needing(offer, needs_approval=True, capacity=3)
        book(session), book(session)

        assert "(0 confirmée aujourd'hui)" in manager.get(f"/manage/{hub.id}/thin-sessions").page.text

    def test_fewer_places_than_people_needed_make_no_sense(self, db, offer, manager):
        session = needing(offer, capacity=4)

        with pytest.raises(CapacityBelowMinimum):
            do(change_capacity, session, 1, by=make_person())
