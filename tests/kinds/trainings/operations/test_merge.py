from sqlalchemy import insert

from shared_services.booking.models import Hold
from shared_services.booking.operations import hold_staff_time
from shared_services.core.database import transaction
from shared_services.kinds.trainings.models import session_trainer
from shared_services.kinds.trainings.operations import merge_sessions
from shared_services.kinds.trainings.queries import get_session
from tests.support.bookings import do
from tests.support.makers import (
    MONDAY,
    count,
    kinds_posted,
    make_hub,
    make_manager,
    make_offer,
    make_session,
    make_trainer,
)


def test_the_trainer_of_the_date_that_goes_is_told_and_free_again(db):
    hub = make_hub()
    manager, trainer, offer = make_manager(hub), make_trainer(hub), make_offer(hub)
    session, twin = make_session(offer), make_session(offer)
    with transaction() as write:
        write.execute(insert(session_trainer).values(session_id=session.id, person_id=trainer.id))
        found = get_session(write, session.id)
        periods = [(half_day.starts_at, half_day.ends_at) for half_day in found.half_days]
        hold_staff_time(write, found, [trainer.id], periods, now=MONDAY)

    do(merge_sessions, session, twin.id, by=manager, reason="Trop peu d'inscrits")

    assert kinds_posted(db) == ["session_cancelled"]
    assert count(db, Hold) == 0
