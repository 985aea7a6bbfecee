from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from shared_services.core.database import transaction
from shared_services.network.models import HubRole, StaffRhythm
from shared_services.network.notices import next_morning, post_to_managers
from shared_services.outbox import rendering
from shared_services.outbox.letters import Dropped
from shared_services.outbox.models import OutboxMessage
from tests.support.bookings import book
from tests.support.makers import (
    MONDAY,
    make_hub,
    make_manager,
    make_offer,
    make_person,
    make_role,
    make_session,
)


def manager_with(hub, rhythm):
    person = make_person()
    make_role(person, hub, rhythm=rhythm)
    return person


def sent(db):
    found = db.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [(message.kind, message.recipient) for message in found]


def tell(hub, number=1, **given):
    with transaction() as db:
        post_to_managers(
            db, hub.id, "membership_requested", key=f"key:{number}", payload={"id": 1}, now=MONDAY, **given
        )


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (datetime(2027, 1, 4, 6, 30, tzinfo=UTC), datetime(2027, 1, 4, 7, tzinfo=UTC)),
        (datetime(2027, 1, 4, 7, 0, tzinfo=UTC), datetime(2027, 1, 5, 7, tzinfo=UTC)),
        (datetime(2027, 3, 27, 12, 0, tzinfo=UTC), datetime(2027, 3, 28, 6, tzinfo=UTC)),
    ],
)
def test_the_next_eight_o_clock_of_the_place(now, morning):
    assert next_morning("Europe/Paris", now) == morning


def test_each_manager_in_the_rhythm_she_chose(db):
    hub = make_hub()
    at_once = manager_with(hub, StaffRhythm.IMMEDIATE)
    daily = manager_with(hub, StaffRhythm.DAILY)
    manager_with(hub, StaffRhythm.NONE)

    tell(hub)

    assert sent(db) == [("membership_requested", at_once.email), ("hub_digest", daily.email)]


def test_many_things_of_a_day_make_one_morning_mail(db):
    hub = make_hub()
    manager_with(hub, StaffRhythm.DAILY)

    for number in range(3):
        tell(hub, number)

    assert [kind for kind, _to in sent(db)] == ["hub_digest"]


def test_who_did_it_herself_is_not_told(db):
    hub = make_hub()
    person = manager_with(hub, StaffRhythm.IMMEDIATE)

    tell(hub, except_for=person.id)

    assert sent(db) == []


class TestDigest:
    def one(self, db):
        return db.scalars(select(OutboxMessage).where(OutboxMessage.kind == "hub_digest")).one()

    def test_it_tells_what_still_waits_in_the_morning(self, db, at):
        hub = make_hub("Hub du Nord")
        manager_with(hub, StaffRhythm.DAILY)
        book(make_session(make_offer(hub), needs_approval=True))
        message = self.one(db)

        with at(MONDAY + timedelta(days=1)):
            letter = rendering.render(db, message)

        assert "Hub du Nord : 1 chose vous attend" in letter["Subject"]
        assert "1 demande attend votre accord" in letter.get_body(("plain",)).get_content()

    def test_it_is_dropped_when_nothing_is_left_or_she_left(self, db, at):
        hub = make_hub()
        make_manager(hub)
        person = manager_with(hub, StaffRhythm.DAILY)
        book(make_session(make_offer(hub), needs_approval=True))
        with transaction() as write:
            write.scalars(select(HubRole).where(HubRole.person_id == person.id)).one().ended_at = MONDAY

        with at(MONDAY + timedelta(days=1)), pytest.raises(Dropped):
            rendering.render(db, self.one(db))
