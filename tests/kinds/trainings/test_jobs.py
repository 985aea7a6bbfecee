from datetime import timedelta

from shared_services.core.database import transaction
from shared_services.kinds.trainings.jobs import decide_sessions
from shared_services.kinds.trainings.queries import get_session
from tests.support.bookings import book
from tests.support.makers import MONDAY, kinds_posted, make_hub, make_offer, make_session, make_trainer

DECIDES = MONDAY + timedelta(days=7)


def test_a_session_with_enough_people_is_maintained_and_all_are_told_once_trainers_too(db):
    hub = make_hub()
    session = make_session(make_offer(hub), minimum=2, decides_at=DECIDES)
    with transaction() as db:
        get_session(db, session.id).trainers = [db.merge(make_trainer(hub))]
    book(session), book(session)

    assert (decide_sessions(DECIDES), decide_sessions(DECIDES)) == (1, 0)

    posted = kinds_posted(db)
    assert (posted.count("booking_maintained"), posted.count("session_maintained")) == (2, 1)
