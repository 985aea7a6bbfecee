import pytest

from shared_services.core.audit import AuditEntry
from shared_services.core.errors import NotFound
from shared_services.network.models import HubWording, StaffRhythm, WaitingRule, WordedMail
from shared_services.network.operations import HubHabits, change_habits, choose_rhythm
from tests.support.bookings import do
from tests.support.makers import count, make_hub, make_manager, make_person

HABITS = {
    "summary": "Le hub du Nord.",
    "email": "hub@test.example",
    "phone": None,
    "city": "Lens",
    "website": "",
    "cancel_hours": 48,
    "close_hours": 0,
    "approves_by_default": True,
    "waiting_rule": WaitingRule.FIRST_COME,
    "reminder_days": (1, 7, 1),
    "reminder_hour": 9,
    "wordings": {WordedMail.CONFIRMED: "Le café est offert."},
}


def change(hub, by, **given):
    return do(change_habits, hub, HubHabits(**HABITS | given), by=by)


def test_what_changed_is_in_the_trail_and_nothing_when_nothing_did(db):
    hub = make_hub()
    manager = make_manager(hub)

    change(hub, manager)
    change(hub, manager)

    entries = db.query(AuditEntry).filter_by(action="habits_changed").all()
    assert len(entries) == 1
    assert entries[0].details["mail confirmed"] == "Le café est offert."
    assert hub.reminder_days == "7,1"


def test_an_emptied_paragraph_is_gone(db):
    hub = make_hub()
    manager = make_manager(hub)
    change(hub, manager)

    change(hub, manager, wordings={WordedMail.CONFIRMED: ""})

    assert count(db, HubWording) == 0


def test_only_a_manager_has_a_rhythm(db):
    with pytest.raises(NotFound):
        do(choose_rhythm, make_hub(), StaffRhythm.DAILY, person=make_person())
