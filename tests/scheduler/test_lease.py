from datetime import timedelta

from shared_services.core.database import transaction
from shared_services.scheduler.lease import LIVES, give_up_lease, take_lease
from tests.support.makers import MONDAY


def take(holder, *, now=MONDAY):
    with transaction() as db:
        return take_lease(db, holder=holder, now=now)


class TestTakeLease:
    def test_one_leads_the_other_stands_by(self, db):
        assert take("a")
        assert not take("b")
        assert take("a", now=MONDAY + timedelta(seconds=2))
        assert not take("b", now=MONDAY + LIVES)

    def test_a_dead_leader_is_replaced(self, db):
        take("a")

        assert take("b", now=MONDAY + LIVES)
        assert not take("a", now=MONDAY + LIVES)

    def test_a_leader_that_stops_is_replaced_at_once(self, db):
        take("a")
        with transaction() as db:
            give_up_lease(db, holder="a", now=MONDAY)

        assert take("b")
