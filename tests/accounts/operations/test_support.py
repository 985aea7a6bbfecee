from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts import operations
from shared_services.accounts.errors import NotToBeSeenAs
from shared_services.accounts.jobs import end_support_visits
from shared_services.accounts.models import SupportVisit
from shared_services.core.audit import AuditEntry
from shared_services.core.database import transaction
from tests.support import makers
from tests.support.makers import LONG_AGO, MONDAY, kinds_posted


@pytest.fixture
def admin(db):
    return makers.make_admin()


@pytest.fixture
def device(admin):
    return makers.make_device(admin, "hers", now=MONDAY)


def start(person, admin, device, *, now=MONDAY):
    with transaction() as db:
        given = {"device_id": device.id, "reason": "Elle ne trouve pas.", "by": admin, "now": now}
        return operations.start_visit(db, person.id, **given)


def acts(db):
    rows = db.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "support_visit"))
    return [(row.action, row.actor_id, row.reason) for row in rows]


def test_a_visit_is_said_to_the_person_and_written_down(db, admin, device):
    visit = start(makers.make_person(), admin, device)

    assert visit.expires_at - visit.started_at == timedelta(minutes=15)
    assert kinds_posted(db) == ["support_visit"]
    assert acts(db) == [("started", admin.id, "Elle ne trouve pas.")]


@pytest.mark.parametrize(
    "given",
    [
        {"admin_since": LONG_AGO},
        {"email_confirmed_at": None},
        {"blocked_at": LONG_AGO, "block_reason": "x"},
    ],
    ids=["another admin", "not confirmed", "blocked"],
)
def test_not_everybody_is_seen_as(admin, device, given):
    with pytest.raises(NotToBeSeenAs):
        start(makers.make_person(**given), admin, device)


def test_nobody_sees_as_herself(admin, device):
    with pytest.raises(NotToBeSeenAs):
        start(admin, admin, device)


def test_a_new_visit_ends_the_one_before(db, admin, device):
    first = start(makers.make_person(), admin, device)

    start(makers.make_person(), admin, device, now=MONDAY + timedelta(minutes=1))

    assert first.ended_at == MONDAY + timedelta(minutes=1)


def test_one_that_nobody_ended_ends_at_its_hour(db, admin, device):
    visit = start(makers.make_person(), admin, device)
    assert end_support_visits(MONDAY + timedelta(minutes=14)) == 0

    assert end_support_visits(MONDAY + timedelta(minutes=20)) == 1

    assert visit.ended_at == MONDAY + timedelta(minutes=15)
    assert acts(db)[-1] == ("ended", None, None)


def test_forgetting_the_browser_keeps_the_visit(db, admin, device):
    visit = start(makers.make_person(), admin, device)

    with transaction() as db_:
        operations.forget_devices(db_, unused_since=MONDAY + timedelta(days=1))

    db.expire_all()
    assert db.get_one(SupportVisit, visit.id).device_id is None
