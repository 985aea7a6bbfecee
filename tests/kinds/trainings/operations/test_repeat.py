from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from shared_services.booking.errors import StaffBusy
from shared_services.core.audit import AuditEntry
from shared_services.kinds.trainings.models import TrainingSession
from shared_services.kinds.trainings.operations import repeat_session
from shared_services.kinds.trainings.queries import get_session
from shared_services.kinds.trainings.repeating import plan_on
from tests.support.bookings import do
from tests.support.makers import make_hub, make_manager, make_offer, make_session, make_trainer


def test_all_the_dates_or_none(db):
    hub = make_hub()
    session, manager, trainer = make_session(make_offer(hub)), make_manager(hub), make_trainer(hub)
    model = get_session(db, session.id)
    days = [date(2027, 2, 9), date(2027, 2, 16), date(2027, 2, 9)]
    plans = [replace(plan_on(model, day), trainer_ids=(trainer.id,)) for day in days]

    with pytest.raises(StaffBusy):
        do(repeat_session, session, plans, by=manager)
    assert db.scalar(select(func.count(TrainingSession.id))) == 1

    made = do(repeat_session, session, plans[:2], by=manager)
    assert [one.offer_id for one in made] == [session.offer_id] * 2
    written = select(AuditEntry.subject_id).where(AuditEntry.action == "planned")
    assert {one.id for one in made} <= set(db.scalars(written))
