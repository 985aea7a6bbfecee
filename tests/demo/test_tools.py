from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.booking.ledger import recount
from shared_services.booking.models import Booking, BookingStatus
from shared_services.core.local_time import to_local
from shared_services.kinds.tools.models import Tool, ToolUnit, UnitState
from shared_services.kinds.tools.rules import check_days
from shared_services.kinds.tools.stock import availability_of
from tests.support.makers import MONDAY

pytestmark = pytest.mark.once

S = BookingStatus
INSTANTS = [MONDAY, datetime(2027, 3, 27, 23, 30, tzinfo=UTC), datetime(2027, 1, 8, 18, 0, tzinfo=UTC)]


@pytest.fixture
def loans(db):
    return lambda *statuses: db.execute(
        select(Booking, Tool).join(Tool, Tool.id == Booking.bookable_id).where(Booking.status.in_(statuses))
    ).all()


@pytest.mark.parametrize("now", INSTANTS)
def test_never_more_than_serve_and_who_waits_found_too_few(db, loaded, loans, now):
    loaded(now=now)

    assert recount(db) == []
    waiting = loans(S.WAITLISTED)
    assert len(waiting) == 2
    for booking, tool in waiting:
        left = availability_of(db, [tool], booking.slots)[tool.id].left_over(booking.slots)
        assert left < booking.units


@pytest.mark.parametrize("now", INSTANTS)
def test_every_loan_keeps_the_rules_of_its_tool_but_those_of_asking(loaded, loans, now):
    loaded(now=now)

    for booking, tool in loans(S.CONFIRMED, S.PENDING):
        first, last = (to_local(at, tool.time_zone).date() for at in (booking.starts_at, booking.ends_at))
        check_days(tool, first, last, today=first.fromordinal(first.toordinal() - tool.notice_days))


def test_the_aidant_has_a_loan_to_come(db, loaded, loans):
    loaded()

    aidant = db.scalar(select(Person).where(Person.email == "aidant@demo.example"))
    assert aidant.id in {booking.person_id for booking, _tool in loans(S.CONFIRMED)}


def test_some_units_are_under_repair_and_no_label_is_there_twice(db, loaded):
    loaded(scale=2)

    units = db.scalars(select(ToolUnit)).all()
    assert {unit.state for unit in units} == {UnitState.AVAILABLE, UnitState.UNDER_REPAIR}
    assert len({(unit.hub_id, unit.label) for unit in units}) == len(units)
