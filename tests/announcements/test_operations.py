from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.announcements import operations
from shared_services.announcements.models import Announcement, AnnouncementDismissal, Level, Reach
from shared_services.core.audit import AuditEntry
from shared_services.core.database import transaction
from shared_services.core.errors import NotFound
from tests.support import makers
from tests.support.makers import MONDAY


def facts(**given):
    values = {
        "level": Level.INFO,
        "reach": Reach.EVERYBODY,
        "hub_id": None,
        "text_fr": "Le site se repose dimanche.",
        "text_en": "",
        "link": "",
        "starts_at": MONDAY,
        "ends_at": MONDAY + timedelta(days=1),
    }
    return operations.AnnouncementFacts(**values | given)


def test_what_is_announced_and_withdrawn_is_written_down(db):
    admin = makers.make_admin()
    with transaction() as db_:
        announcement = operations.publish(db_, facts(), by=admin, now=MONDAY)
    for _ in range(2):
        with transaction() as db_:
            operations.withdraw(db_, announcement.id, hub_id=None, by=admin, now=MONDAY)

    assert announcement.withdrawn_at == MONDAY
    acts = db.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "announcement"))
    assert [(act.action, act.actor_id) for act in acts] == [
        ("published", admin.id),
        ("withdrawn", admin.id),
    ]


def test_a_hub_withdraws_only_its_own(db):
    hub, other = makers.make_hub(), makers.make_hub()
    announcement = makers.make_announcement(other)

    with pytest.raises(NotFound), transaction() as db_:
        operations.withdraw(db_, announcement.id, hub_id=hub.id, by=makers.make_admin(), now=MONDAY)

    assert db.get_one(Announcement, announcement.id).withdrawn_at is None


def test_putting_away_twice_is_once_and_what_does_not_exist_is_nothing(db):
    person, announcement = makers.make_person(), makers.make_announcement()
    for number in (announcement.id, announcement.id, 999_999):
        with transaction() as db_:
            operations.dismiss(db_, number, person=person, now=MONDAY)

    assert makers.count(db, AnnouncementDismissal) == 1
