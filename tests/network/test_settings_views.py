from datetime import time, timedelta

import pytest
from sqlalchemy import select

from shared_services.booking.jobs import post_due_reminders
from shared_services.core.audit import AuditEntry
from shared_services.core.relative_dates import Before
from shared_services.network.models import Hub, HubRole, HubWording, StaffRhythm
from shared_services.outbox import rendering
from shared_services.outbox.models import OutboxMessage
from tests.support.bookings import book
from tests.support.makers import MONDAY, count, local, make_hub, make_manager, make_offer, make_session

TYPED = {
    "summary": "Le hub des formations du Nord.",
    "email": "bonjour@test.example",
    "phone": "",
    "city": "Lens",
    "website": "https://hub.test.example",
    "cancel_hours": "24",
    "close_hours": "12",
    "waiting_rule": "new_organisations_first",
    "reminder_days": ["14", "2"],
    "reminder_hour": "18",
    "confirmed": "Le café est offert dès 9 h.",
    "reminder": "",
    "cancelled": "",
}


@pytest.fixture
def hub(db):
    return make_hub("Hub du Nord")


@pytest.fixture
def manager(hub, sign_in):
    return sign_in(make_manager(hub))


def path(hub):
    return f"/manage/{hub.id}/settings"


class TestHabits:
    def test_they_are_kept_and_shown(self, manager, db, hub):
        assert manager.post(path(hub), data=TYPED).status_code == 303

        db.expire_all()
        hub = db.get(Hub, hub.id)
        assert (hub.cancel_hours, hub.close_hours, hub.reminder_days, hub.reminder_hour) == (
            24,
            12,
            "14,2",
            18,
        )
        assert manager.get(path(hub)).page.values()["confirmed"] == "Le café est offert dès 9 h."

    def test_the_minimum_of_new_dates_is_kept_with_the_date_it_is_judged_on(self, manager, db, hub):
        said = {"minimum": "5", "decides_before": "14 jours avant à 9h"}
        assert manager.post(path(hub), data=TYPED | said).status_code == 303

        db.expire_all()
        hub = db.get(Hub, hub.id)
        assert (hub.minimum, hub.decides_before) == (5, Before(14, time(9)))
        trail = db.scalars(select(AuditEntry).where(AuditEntry.action == "habits_changed")).one()
        assert trail.details["decides_before"] == "14 09:00"

    def test_a_minimum_without_its_date_is_refused(self, manager, hub):
        response = manager.post(path(hub), data=TYPED | {"minimum": "5", "decides_before": ""})

        assert response.status_code == 422
        assert "Dites quand on décide" in response.page.text

    def test_the_preview_keeps_nothing(self, manager, db, hub):
        page = manager.post(path(hub), data=TYPED | {"preview": "yes"}).page

        assert "Aperçu, rien n'est encore enregistré" in page.text
        assert page.text.count("Le café est offert") == 2
        assert count(db, HubWording) == 0

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"reminder_days": ["14", "7", "3", "2"]}, "Choisissez trois rappels au plus."),
            ({"reminder_days": []}, "Ce champ est à remplir."),
            ({"reminder_hour": "23"}, "Écrivez un nombre entre 6 et 20."),
            ({"website": "javascript:alert(1)"}, "Écrivez l'adresse complète"),
            ({"confirmed": "a" * 601}, "600 caractères au plus"),
            ({"close_hours": "-1"}, "Écrivez un nombre entre 0 et 720."),
        ],
    )
    def test_what_cannot_be_is_said_and_nothing_typed_is_lost(self, manager, db, hub, typed, sentence):
        answer = manager.post(path(hub), data=TYPED | typed)

        assert answer.status_code == 422
        assert sentence in answer.page.text
        assert answer.page.values()["city"] == "Lens"
        assert db.get(Hub, hub.id).website == ""

    def test_reminders_leave_at_its_days_and_hour(self, manager, db, hub):
        manager.post(path(hub), data=TYPED)
        session = make_session(make_offer(hub))
        book(session)
        two_days_before = local(session.starts_at.date() - timedelta(days=2), 18)

        assert post_due_reminders(two_days_before - timedelta(minutes=1)) == 1  # that of fourteen days
        assert post_due_reminders(two_days_before) == 1
        assert post_due_reminders(two_days_before + timedelta(days=1)) == 0

    def test_its_words_are_in_the_mail_beside_the_facts(self, manager, db, hub):
        manager.post(path(hub), data=TYPED | {"confirmed": "Le <b>café</b> est offert."})
        book(make_session(make_offer(hub)))
        message = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == "booking_confirmed")).one()

        letter = rendering.render(db, message)
        plain, html = (letter.get_body((part,)).get_content() for part in ("plain", "html"))

        assert "Un mot de Hub du Nord :\nLe <b>café</b> est offert." in plain.replace("\u00a0", " ")
        assert "Le &lt;b&gt;café&lt;/b&gt; est offert." in html
        assert "Médiathèque Robert-Cousin" in plain


class TestRhythm:
    def test_a_manager_chooses_hers(self, manager, db, hub):
        manager.post(f"/manage/{hub.id}/rhythm", data={"my-rhythm": "daily"})

        assert db.query(HubRole).one().rhythm == StaffRhythm.DAILY

    def test_an_unknown_rhythm_is_refused(self, manager, db, hub):
        assert manager.post(f"/manage/{hub.id}/rhythm", data={"my-rhythm": "hourly"}).status_code == 422
        assert db.query(HubRole).one().rhythm == StaffRhythm.IMMEDIATE


def test_new_sessions_close_and_free_places_by_the_habits_of_the_hub(manager, db, hub):
    from shared_services.kinds.trainings.models import TrainingSession

    manager.post(path(hub), data=TYPED)
    offer = make_offer(hub)

    answer = manager.post(
        f"/manage/trainings/{offer.id}/sessions/new",
        data={
            "half_days-0-day": "2027-02-02",
            "half_days-0-start": "9h30",
            "half_days-0-end": "12h30",
            "place_name": "Médiathèque",
            "address": "Lens",
            "capacity": "8",
            "audience": "anyone",
        },
    )

    assert answer.status_code == 303
    session = db.query(TrainingSession).one()
    assert session.closes_at == session.starts_at - timedelta(hours=12)
    assert session.cancel_until == session.starts_at - timedelta(hours=24)
    assert session.closes_at > MONDAY
