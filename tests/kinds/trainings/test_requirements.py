"""Sessions that require a kit or a room: taken and given back together with them."""

from datetime import date

import pytest
from sqlalchemy import select

from shared_services.booking.ledger import recount
from shared_services.booking.models import Audience, BookingStatus, CapacitySlot, Hold
from shared_services.core.database import transaction
from shared_services.kinds.tools.days import day_of
from shared_services.kinds.tools.models import UnitState
from shared_services.kinds.tools.operations import set_state
from shared_services.kinds.tools.queries import list_units_of
from shared_services.kinds.trainings.models import TrainingSession
from tests.support.makers import MONDAY, make_hub, make_manager, make_person, make_trainer
from tests.support.queries import count_queries
from tests.support.tools import borrow, make_tool, make_tool_offer

TUESDAY, THURSDAY = date(2027, 2, 2), date(2027, 2, 4)


@pytest.fixture
def kit(hub):
    return make_tool(units=3, offer=make_tool_offer(hub, title="Valise de tablettes"))


@pytest.fixture
def room(hub):
    return make_tool(units=1, offer=make_tool_offer(hub, title="Salle des ateliers"))


@pytest.fixture
def manager(hub, sign_in):
    return sign_in(make_manager(hub))


def typed(*required, day="2027-02-02", **given):
    rows = {}
    for number, (tool, units) in enumerate(required):
        rows |= {f"requires-{number}-what": str(tool.id), f"requires-{number}-units": str(units)}
    return {
        "half_days-0-day": day,
        "half_days-0-start": "9h30",
        "half_days-0-end": "12h30",
        "place_name": "Médiathèque",
        "capacity": "12",
        "audience": "hub_members",
        **rows,
        **given,
    }


def plan(manager, offer, *required, **given):
    return manager.post(f"/manage/trainings/{offer.id}/sessions/new", data=typed(*required, **given))


def edit(manager, session, *required, **given):
    return manager.post(f"/manage/sessions/{session.id}/edit", data=typed(*required, **given))


def held(db):
    db.expire_all()
    found = db.scalars(select(Hold).order_by(Hold.bookable_id, Hold.first_slot))
    return [(hold.bookable_id, day_of(hold.first_slot), hold.units) for hold in found]


def taken(db, tool, day):
    slots = select(CapacitySlot).where(CapacitySlot.bookable_id == tool.id, CapacitySlot.taken > 0)
    return sum(slot.taken for slot in db.scalars(slots) if day_of(slot.slot) == day)


@pytest.fixture
def session(db, manager, offer, kit, room):
    assert plan(manager, offer, (kit, 2), (room, 1)).status_code == 303
    return db.scalars(select(TrainingSession)).one()


class TestPlanning:
    def test_the_kit_and_the_room_are_taken_for_its_days(self, db, session, kit, room):
        assert held(db) == [(kit.id, TUESDAY, 2), (room.id, TUESDAY, 1)]
        assert taken(db, kit, TUESDAY) == 2
        assert recount(db) == []

    def test_one_that_is_not_free_is_named_and_nothing_is_written(self, db, hub, manager, offer, kit, room):
        borrow(kit, units=2)
        trainer = make_trainer(hub)

        answer = plan(manager, offer, (room, 1), (kit, 2), trainers=str(trainer.id))

        assert answer.status_code == 422
        assert "« Valise de tablettes » n'est pas libre" in answer.page.text
        assert held(db) == []
        assert db.scalars(select(TrainingSession)).all() == []

    def test_nobody_who_waits_is_overtaken(self, db, manager, offer, room):
        borrow(room)
        waiting = borrow(room)
        assert waiting.status == BookingStatus.WAITLISTED

        assert plan(manager, offer, (room, 1), day="2027-02-04").status_code == 422

    def test_what_another_hub_keeps_for_its_members_is_not_in_the_list(self, manager, offer):
        theirs = make_tool(offer=make_tool_offer(make_hub()), audience=Audience.HUB_MEMBERS)

        assert plan(manager, offer, (theirs, 1)).status_code == 422

    def test_what_another_hub_lends_to_all_is_taken_there(self, db, manager, offer):
        theirs = make_tool(offer=make_tool_offer(make_hub("Hub voisin")), audience=Audience.ANY_HUB)

        assert plan(manager, offer, (theirs, 1)).status_code == 303
        assert held(db) == [(theirs.id, TUESDAY, 1)]

    def test_a_row_without_a_number_is_refused_beside_it(self, manager, offer, kit):
        data = typed((kit, 1)) | {"requires-0-units": ""}

        answer = manager.post(f"/manage/trainings/{offer.id}/sessions/new", data=data)

        assert answer.status_code == 422

    def test_the_same_thing_twice_adds_up(self, db, manager, offer, kit):
        plan(manager, offer, (kit, 1), (kit, 2))

        assert held(db) == [(kit.id, TUESDAY, 3)]

    def test_one_more_row_keeps_what_was_typed(self, manager, offer, kit):
        page = plan(manager, offer, (kit, 2), add_required="1").page

        assert page.values()["requires-0-units"] == "2"
        assert "requires-1-what" in page.values()

    def test_a_unit_under_repair_for_long_is_not_counted(self, db, manager, offer, kit):
        with transaction() as writing:
            for unit in list_units_of(writing, [kit.id])[:2]:
                set_state(writing, unit.id, UnitState.LOST, reason="", by=make_person(), now=MONDAY)

        # Further away than one can borrow, nothing was written down yet.
        assert plan(manager, offer, (kit, 2), day="2028-02-01").status_code == 422
        assert plan(manager, offer, (kit, 1), day="2028-02-01").status_code == 303


class TestChanging:
    def test_another_day_moves_all_of_it(self, db, manager, session, kit, room):
        assert edit(manager, session, (kit, 2), (room, 1), day="2027-02-04").status_code == 303

        assert held(db) == [(kit.id, THURSDAY, 2), (room.id, THURSDAY, 1)]
        assert (taken(db, kit, TUESDAY), taken(db, kit, THURSDAY)) == (0, 2)

    def test_a_day_when_one_is_taken_says_which_and_moves_nothing(self, db, manager, session, kit, room):
        borrow(room, first=THURSDAY, last=THURSDAY)

        answer = edit(manager, session, (kit, 2), (room, 1), day="2027-02-04")

        assert answer.status_code == 422
        assert "« Salle des ateliers » n'est pas libre" in answer.page.text
        assert held(db) == [(kit.id, TUESDAY, 2), (room.id, TUESDAY, 1)]
        assert session.starts_at.date() == TUESDAY
        assert recount(db) == []

    def test_the_page_shows_what_it_requires(self, manager, session, kit, room):
        values = manager.get(f"/manage/sessions/{session.id}/edit").page.values()

        assert (values["requires-1-what"], values["requires-1-units"]) == (str(kit.id), "2")
        assert values["requires-0-what"] == str(room.id)

    def test_no_longer_required_it_is_given_to_who_waits(self, db, manager, session, kit, room):
        waiting = borrow(room, first=TUESDAY, last=TUESDAY)
        assert waiting.status == BookingStatus.WAITLISTED

        edit(manager, session, (kit, 2))

        db.refresh(waiting)
        assert waiting.status in (BookingStatus.OFFERED, BookingStatus.CONFIRMED)

    def test_other_changes_keep_it_whoever_waits_meanwhile(self, db, manager, session, kit, room):
        borrow(room, first=TUESDAY, last=TUESDAY)

        answer = edit(manager, session, (kit, 2), (room, 1), place_name="Mairie annexe")

        assert answer.status_code == 303
        assert held(db) == [(kit.id, TUESDAY, 2), (room.id, TUESDAY, 1)]

    def test_cancelled_it_is_free_again(self, db, manager, session, kit, room):
        manager.post(f"/manage/sessions/{session.id}/cancel", data={"reason": "Formatrice malade"})

        assert held(db) == []
        assert taken(db, kit, TUESDAY) == taken(db, room, TUESDAY) == 0


class TestRepeating:
    def repeat(self, manager, session, **given):
        data = {"rhythm": "chosen", "chosen": "09/02/2027\n16/02/2027", **given}
        return manager.post(f"/manage/sessions/{session.id}/repeat", data=data)

    def test_the_dates_that_refuse_are_named_and_not_ticked(self, manager, session, kit):
        borrow(kit, units=2, first=date(2027, 2, 9), last=date(2027, 2, 9))

        page = self.repeat(manager, session).page

        assert "Valise de tablettes n'est pas libre ce jour-là" in page.text
        ticked = [field.get("value") for field in page.all("input") if field.get("checked") is not None]
        assert "2027-02-16" in ticked
        assert "2027-02-09" not in ticked

    def test_each_date_takes_its_own(self, db, manager, session, kit, room):
        answer = self.repeat(manager, session, make="1", keep=["2027-02-09", "2027-02-16"])

        assert answer.status_code == 303
        assert [day for id_, day, _units in held(db) if id_ == kit.id] == [
            TUESDAY,
            date(2027, 2, 9),
            date(2027, 2, 16),
        ]

    def test_with_one_that_refuses_none_is_made(self, db, manager, session, kit):
        borrow(kit, units=2, first=date(2027, 2, 9), last=date(2027, 2, 9))

        answer = self.repeat(manager, session, make="1", keep=["2027-02-09", "2027-02-16"])

        assert answer.status_code == 422
        assert len(held(db)) == 2


class TestSeen:
    def test_on_the_roster_on_the_board_and_beside_the_loans(self, hub, manager, session, kit, at):
        assert "Valise de tablettes × 2" in manager.get(f"/manage/sessions/{session.id}").page.text
        loans = manager.get(f"/manage/tools/{kit.offer_id}/loans").page
        assert "Réservé pour des sessions" in loans.text
        with at(MONDAY.replace(day=29)):
            assert "Réservé pour des sessions" in manager.get(f"/manage/{hub.id}/loans").page.text

    def test_what_would_be_taken_from_it_names_it(self, db, manager, session, room):
        unit = list_units_of(db, [room.id])[0]

        answer = manager.post(f"/manage/units/{unit.id}/state", data={"state-state": "lost"})

        assert answer.status_code == 409
        assert "assez ces jours-là" in answer.page.text

    def test_the_board_sends_as_many_statements_whatever_is_kept(self, db, hub, manager, offer, kit, at):
        def statements():
            db.expire_all()
            with count_queries() as sent:
                manager.get(f"/manage/{hub.id}/loans")
            return len(sent)

        with at(MONDAY.replace(day=29)):
            plan(manager, offer, (kit, 1))
            before = statements()
            plan(manager, offer, (kit, 1), day="2027-02-03")
            assert statements() == before
