from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from shared_services.booking.models import BookableStatus, BookingStatus, Verdict
from shared_services.core.relative_dates import Before
from shared_services.kinds.trainings.jobs import decide_sessions
from shared_services.kinds.trainings.models import TrainingSession
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
    make_offer,
    make_session,
)

DECIDES = MONDAY + timedelta(days=7)
SHORT_OF_PEOPLE = {"minimum": "5", "decides_before": "14 jours avant, à 18 h"}


@pytest.fixture
def hub(db):
    return make_hub("Hub du Nord")


@pytest.fixture
def offer(hub):
    return make_offer(hub)


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

        assert (shown["minimum"], shown["closes_before"]) == ("5", "2 jours avant, à 18 h")
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
