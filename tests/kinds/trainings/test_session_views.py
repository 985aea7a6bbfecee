from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from shared_services.booking.ledger import recount
from shared_services.booking.models import Audience, BookableStatus, BookingStatus
from shared_services.kinds.trainings.facts import describe
from shared_services.kinds.trainings.models import TrainingSession
from shared_services.kinds.trainings.queries import get_session
from shared_services.network.models import StaffRole
from tests.support.bookings import book
from tests.support.makers import (
    count,
    kinds_posted,
    make_hub,
    make_manager,
    make_offer,
    make_role,
    make_trainer,
)

FIRST = "half_days-0-"


@pytest.fixture
def hub(db):
    return make_hub("Hub du Nord")


@pytest.fixture
def manager(hub, sign_in):
    return sign_in(make_manager(hub))


def half_day(number, day, start, end):
    row = f"half_days-{number}-"
    return {f"{row}day": day, f"{row}start": start, f"{row}end": end}


def typed(**given):
    return {
        **half_day(0, "2027-02-02", "9h30", "12 h 30"),
        "place_name": "Médiathèque",
        "address": "Place Roger-Salengro, Lens",
        "capacity": "12",
        "audience": "hub_members",
    } | given


def plan(manager, offer, **given):
    return manager.post(f"/manage/trainings/{offer.id}/sessions/new", data=typed(**given))


class TestPlanning:
    def test_local_hours_become_instants_and_bookings_close_at_the_start(self, db, offer, manager):
        response = plan(manager, offer, **half_day(1, "02/02/2027", "14h", "17h"))

        session = db.scalars(select(TrainingSession)).one()
        assert response.location == f"/manage/sessions/{session.id}"
        assert session.starts_at == session.closes_at == datetime(2027, 2, 2, 8, 30, tzinfo=UTC)
        assert session.ends_at == datetime(2027, 2, 2, 16, tzinfo=UTC)
        assert session.cancel_until == session.starts_at - timedelta(hours=48)
        assert (session.capacity, session.audience) == (12, Audience.HUB_MEMBERS)

    def test_in_la_reunion_the_hours_are_those_of_la_reunion(self, db, sign_in):
        hub = make_hub(time_zone="Indian/Reunion")
        plan(sign_in(make_manager(hub)), make_offer(hub))

        assert db.scalars(select(TrainingSession)).one().starts_at == datetime(2027, 2, 2, 5, 30, tzinfo=UTC)

    def test_opening_closing_and_approval(self, db, offer, manager):
        given = {
            "opens_on": "2027-01-10",
            "opens_hour": "9h",
            "closes_on": "2027-01-31",
            "closes_hour": "18:00",
            "needs_approval": "y",
        }
        plan(manager, offer, **given)

        session = db.scalars(select(TrainingSession)).one()
        assert session.opens_at == datetime(2027, 1, 10, 8, tzinfo=UTC)
        assert session.closes_at == datetime(2027, 1, 31, 17, tzinfo=UTC)
        assert session.needs_approval

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            (half_day(0, "2027-03-28", "2h30", "12h"), "n'existe pas cette nuit-là"),
            (half_day(0, "2027-10-31", "2h30", "12h"), "existe deux fois cette nuit-là"),
            (half_day(0, "2027-01-03", "9h", "12h"), "déjà passé"),
            (half_day(0, "2027-02-30", "9h", "12h"), "Cette date n'existe pas"),
            (half_day(0, "demain", "9h", "12h"), "Cette date n'existe pas"),
            (half_day(0, "2027-02-02", "25h", "12h"), "Cette heure n'existe pas"),
            (half_day(0, "2027-02-02", "12h", "9h"), "La fin doit venir après le début"),
            (half_day(0, "2027-02-02", "9h", "9h"), "La fin doit venir après le début"),
            (half_day(0, "2027-02-02", "9h", ""), "Ce champ est à remplir"),
            (half_day(0, "", "", ""), "Ce champ est à remplir"),
            (half_day(1, "2027-02-02", "12h", "14h"), "en chevauche une autre"),
            ({"place_name": "", "address": ""}, "Donnez un lieu"),
            ({"video_link": "javascript:alert(1)"}, "il commence par https://"),
            ({"video_link": "https://"}, "il commence par https://"),
            ({"capacity": "0"}, "entre 1 et 1000"),
            ({"capacity": "beaucoup"}, "Écrivez un nombre entier"),
            ({"capacity": ""}, "Ce champ est à remplir"),
            ({"closes_on": "2027-02-03", "closes_hour": "9h"}, "closes avant la fin"),
            ({"opens_on": "2027-02-02", "opens_hour": "10h"}, "ouvrir avant d'être closes"),
            ({"opens_on": "2027-01-20"}, "Donnez le jour et l'heure"),
            ({"closes_on": "2027-03-28", "closes_hour": "2h30"}, "n'existe pas cette nuit-là"),
            ({"trainers": "999999"}, ""),
            ({"audience": "friends"}, ""),
            ({"place_name": "é" * 161}, "160 caractères au plus"),
        ],
    )
    def test_what_is_impossible_is_refused_beside_its_field(self, db, offer, manager, given, sentence):
        response = plan(manager, offer, **given)

        assert response.status_code == 422
        assert sentence in response.page.text
        kept = response.page.values()
        for name, value in (typed() | given).items():
            if name not in ("trainers", "audience"):
                assert kept[name] == value
        assert count(db, TrainingSession) == 0

    def test_the_list_at_the_top_leads_to_the_half_days(self, offer, manager):
        page = plan(manager, offer, **half_day(0, "2027-01-03", "9h", "12h")).page

        assert page.links["Demi-journées"] == "#half_days"

    def test_one_more_half_day_keeps_what_is_typed_and_writes_nothing(self, db, offer, manager):
        response = plan(manager, offer, add="1", **{f"{FIRST}day": "2027-02-30"})

        kept = response.page.values()
        assert response.status_code == 200
        assert kept["half_days-1-day"] == ""
        assert (kept[f"{FIRST}day"], kept["address"]) == ("2027-02-30", "Place Roger-Salengro, Lens")
        assert count(db, TrainingSession) == 0

    def test_one_half_day_less(self, offer, manager):
        response = plan(manager, offer, remove="1", **half_day(1, "2027-02-03", "9h", "12h"))

        kept = response.page.values()
        assert f"{FIRST}day" not in kept
        assert kept["half_days-1-day"] == "2027-02-03"

    def test_there_are_never_more_than_twenty(self, offer, manager):
        rows = {}
        for number in range(25):
            rows |= half_day(number, "2027-02-02", f"{number % 24}h", f"{number % 24}h30")
        response = plan(manager, offer, add="1", **rows)

        assert sum(name.endswith("-day") for name in response.page.values()) == 20

    def test_the_manager_of_another_hub_plans_nothing(self, db, offer, sign_in):
        assert plan(sign_in(make_manager(make_hub())), offer).status_code == 403
        assert count(db, TrainingSession) == 0


class TestTrainers:
    def test_who_is_taken_elsewhere_is_named_beside_the_field(self, db, hub, offer, manager, sign_in):
        other_hub = make_hub()
        trainer = make_trainer(hub)
        make_role(trainer, other_hub, StaffRole.TRAINER)
        plan(sign_in(make_manager(other_hub)), make_offer(other_hub), trainers=str(trainer.id))

        response = plan(manager, offer, trainers=str(trainer.id))

        assert response.status_code == 422
        assert "Tristan Former est déjà pris" in response.page.text
        assert "mardi 2 février, 9 h 30 – 12 h 30" in response.page.text
        assert response.page.values()["place_name"] == "Médiathèque"
        assert count(db, TrainingSession) == 1
        assert recount(db) == []

    def test_they_are_told(self, db, hub, offer, manager):
        trainer = make_trainer(hub)

        plan(manager, offer, trainers=str(trainer.id))

        assert kinds_posted(db) == ["session_planned"]


@pytest.fixture
def planned(db, hub, offer, manager):
    trainer = make_trainer(hub)
    plan(manager, offer, trainers=str(trainer.id))
    return db.scalars(select(TrainingSession)).one()


def edited(session, **given):
    values = typed(trainers=[str(trainer.id) for trainer in session.trainers]) | given
    values.pop("capacity")
    return values


class TestChanging:
    def change(self, db, manager, session, **given):
        values = edited(get_session(db, session.id), **given)
        return manager.post(f"/manage/sessions/{session.id}/edit", data=values)

    def test_new_dates_are_told_to_everybody_with_a_higher_sequence(self, db, manager, planned):
        book(planned)
        before = kinds_posted(db)

        response = self.change(db, manager, planned, **half_day(0, "2027-02-09", "9h30", "12h30"))

        assert response.status_code == 303
        assert (planned.starts_at, planned.sequence) == (datetime(2027, 2, 9, 8, 30, tzinfo=UTC), 1)
        assert planned.closes_at == planned.starts_at
        assert kinds_posted(db)[len(before) :] == ["booking_rescheduled", "session_changed"]
        assert recount(db) == []

    def test_other_rules_are_told_to_nobody(self, db, manager, planned):
        book(planned)
        before = kinds_posted(db)

        self.change(db, manager, planned, audience="anyone")

        assert (planned.audience, planned.sequence) == (Audience.ANYONE, 0)
        assert kinds_posted(db) == before

    def test_the_trainer_who_leaves_is_free_again(self, db, hub, manager, planned):
        self.change(db, manager, planned, trainers=[])

        assert "session_released" in kinds_posted(db)
        assert recount(db) == []

    def test_a_half_day_taken_away_leaves_the_calendars_for_good(self, db, manager, planned):
        two = half_day(1, "2027-02-03", "9h30", "12h30")
        self.change(db, manager, planned, **two)

        response = self.change(db, manager, planned)

        told = describe(db, [planned.id])[planned.id].told_periods
        assert response.status_code == 303
        assert [(number, stands) for number, _start, _end, stands in told] == [(1, True), (2, False)]
        self.change(db, manager, planned, **two)
        assert [row[3] for row in describe(db, [planned.id])[planned.id].told_periods] == [True, True]

    def test_the_form_shows_what_is_planned(self, manager, planned):
        kept = manager.get(f"/manage/sessions/{planned.id}/edit").page.values()

        assert (kept[f"{FIRST}day"], kept[f"{FIRST}start"]) == ("2027-02-02", "09:30")
        assert kept["closes_on"] == ""
        assert "capacity" not in kept

    def test_a_past_date_is_refused(self, db, manager, planned):
        response = self.change(db, manager, planned, **half_day(0, "2027-01-02", "9h30", "12h30"))

        assert response.status_code == 422
        assert planned.sequence == 0

    def test_a_first_day_already_past_does_not_keep_the_second_from_moving(self, db, manager, planned, at):
        first = half_day(0, "2027-01-11", "9h30", "12h30")
        self.change(db, manager, planned, **first, **half_day(1, "2027-01-13", "9h30", "12h30"))
        with at(datetime(2027, 1, 12, 8, tzinfo=UTC)):
            later = half_day(1, "2027-01-14", "9h30", "12h30")
            response = self.change(db, manager, planned, **first, **later)

        assert response.status_code == 303
        assert planned.ends_at == datetime(2027, 1, 14, 11, 30, tzinfo=UTC)


class TestCancelling:
    def test_everybody_is_told_why(self, db, manager, planned):
        booking = book(planned)
        before = kinds_posted(db)

        response = manager.post(f"/manage/sessions/{planned.id}/cancel", data={"reason": "Salle inondée"})

        assert response.status_code == 303
        assert (planned.status, planned.cancel_reason) == (BookableStatus.CANCELLED, "Salle inondée")
        assert booking.status == BookingStatus.CANCELLED
        assert kinds_posted(db)[len(before) :] == ["booking_cancelled", "session_cancelled"]
        assert recount(db) == []

    def test_a_reason_is_compulsory(self, manager, planned):
        response = manager.post(f"/manage/sessions/{planned.id}/cancel", data={"reason": ""})

        assert response.status_code == 422
        assert planned.status == BookableStatus.SCHEDULED

    def test_a_cancelled_session_is_not_changed(self, manager, planned):
        manager.post(f"/manage/sessions/{planned.id}/cancel", data={"reason": "Salle inondée"})

        response = manager.post(f"/manage/sessions/{planned.id}/edit", data=typed(place_name="Ailleurs"))

        assert response.status_code == 422
        assert planned.place_name == "Médiathèque"
