from datetime import date

import pytest
from sqlalchemy import select

from shared_services.booking.ledger import recount
from shared_services.booking.operations import hold_staff_time
from shared_services.booking.queries import lock_bookables
from shared_services.core.database import transaction
from shared_services.core.local_time import to_local
from shared_services.kinds.trainings.models import TrainingSession
from tests.support.bookings import book
from tests.support.makers import (
    MONDAY,
    kinds_posted,
    local,
    make_hub,
    make_manager,
    make_offer,
    make_session,
    make_trainer,
)


@pytest.fixture
def session(hub):
    return make_session(make_offer(hub), capacity=7, organisation_limit=2)


@pytest.fixture
def manager(hub, sign_in):
    return sign_in(make_manager(hub))


def send(manager, session, **given):
    data = {"rhythm": "once", "first_on": "2027-02-09", "every": "1", "skip_holidays": "y"} | given
    return manager.post(f"/manage/sessions/{session.id}/repeat", data=data)


def copies(db, session):
    db.expire_all()
    found = db.scalars(
        select(TrainingSession)
        .where(TrainingSession.offer_id == session.offer_id, TrainingSession.id != session.id)
        .order_by(TrainingSession.starts_at)
    )
    return list(found)


def kept(answer):
    return [box.get("value") for box in answer.page.all("input") if box.get("name") == "keep"]


def ticked(answer):
    boxes = [box for box in answer.page.all("input") if box.get("name") == "keep"]
    return [box.get("value") for box in boxes if box.get("checked") is not None]


def test_a_week_later_is_proposed(manager, session):
    page = manager.get(f"/manage/sessions/{session.id}/repeat").page

    assert page.values()["first_on"] == "2027-02-09"


def test_nothing_is_made_before_the_dates_were_seen(db, manager, session):
    answer = send(manager, session)

    assert answer.status_code == 200
    assert ticked(answer) == ["2027-02-09"]
    assert copies(db, session) == []


def test_a_copy_has_the_seats_place_and_rules_and_nobody_in_it(db, manager, session):
    book(session)

    answer = send(manager, session, make="1", keep="2027-02-09")

    assert answer.status_code == 303
    (copy,) = copies(db, session)
    assert (copy.capacity, copy.organisation_limit, copy.place_name) == (7, 2, session.place_name)
    assert copy.starts_at == local(date(2027, 2, 9), 9, 30)
    assert recount(db) == []


def test_every_two_weeks_over_the_change_of_clocks(db, manager, session):
    answer = send(manager, session, rhythm="weeks", every="2", times="5", first_on="2027-03-02")

    days = ["2027-03-02", "2027-03-16", "2027-03-30", "2027-04-13", "2027-04-27"]
    assert ticked(answer) == days
    send(manager, session, rhythm="weeks", every="2", times="5", first_on="2027-03-02", make="1", keep=days)
    made = [to_local(one.starts_at, "Europe/Paris") for one in copies(db, session)]
    assert [f"{one:%Y-%m-%d}" for one in made] == days
    assert {f"{one:%H:%M}" for one in made} == {"09:30"}


def test_a_public_holiday_is_named_and_skipped_on_demand(manager, session):
    weekly = {"rhythm": "weeks", "first_on": "2027-07-07", "until": "2027-07-21"}

    skipped = send(manager, session, **weekly)
    kept_too = send(manager, session, **weekly, skip_holidays="")

    assert "Jour férié : Fête nationale" in skipped.page.text
    assert ticked(skipped) == ["2027-07-07", "2027-07-21"]
    assert kept(skipped) == ["2027-07-07", "2027-07-14", "2027-07-21"]
    assert "2027-07-14" in kept(kept_too)


def test_chosen_dates_are_read_line_by_line(manager, session):
    answer = send(manager, session, rhythm="chosen", chosen="09/02/2027\r\n\r\n2027-02-11,")

    assert ticked(answer) == ["2027-02-09", "2027-02-11"]


class TestABusyTrainer:
    @pytest.fixture
    def trainer(self, hub):
        trainer = make_trainer(hub)
        elsewhere = make_session(make_offer(make_hub()))
        with transaction() as db:
            row = lock_bookables(db, [elsewhere.id])[elsewhere.id]
            morning = (local(date(2027, 2, 9), 10), local(date(2027, 2, 9), 11))
            hold_staff_time(db, row, [trainer.id], [morning], now=MONDAY)
        return trainer

    def test_is_named_on_that_date_only(self, manager, session, trainer):
        answer = send(manager, session, rhythm="weeks", times="2", trainers=str(trainer.id))

        assert f"{trainer.name} est déjà pris ce jour-là." in answer.page.text
        assert ticked(answer) == ["2027-02-16"]

    def test_prevents_all_the_dates_when_hers_is_kept(self, db, manager, session, trainer):
        answer = send(
            manager,
            session,
            rhythm="weeks",
            times="2",
            trainers=str(trainer.id),
            make="1",
            keep=["2027-02-09", "2027-02-16"],
        )

        assert answer.status_code == 422
        assert "est déjà pris, dans ce hub ou dans un autre" in answer.page.text
        assert ticked(answer) == ["2027-02-09", "2027-02-16"]
        assert copies(db, session) == []
        assert "session_planned" not in kinds_posted(db)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"first_on": ""}, "Ce champ est à remplir."),
        ({"rhythm": "weeks"}, "Donnez un nombre de dates, ou un dernier jour."),
        ({"rhythm": "weeks", "times": "53"}, "Écrivez un nombre entre 1 et 52."),
        ({"rhythm": "weeks", "until": "2029-01-01"}, "52 dates au plus à la fois."),
        ({"rhythm": "weeks", "until": "2027-02-01"}, "Le dernier jour vient avant le premier."),
        ({"rhythm": "weeks", "every": "", "times": "2"}, "Ce champ est à remplir."),
        ({"rhythm": "chosen"}, "Écrivez au moins une date."),
        ({"rhythm": "chosen", "chosen": "30/02/2027"}, "Cette date n'existe pas : 30/02/2027."),
        ({"make": "1"}, "Gardez au moins une date."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(db, manager, session, given, sentence):
    answer = send(manager, session, **given)

    assert answer.status_code == 422
    assert sentence in answer.page.text
    assert copies(db, session) == []


def test_a_day_gone_by_is_told_and_cannot_be_kept(manager, session):
    answer = send(manager, session, first_on="2026-12-01")

    assert kept(answer) == []
    assert "déjà passée" in answer.page.text
