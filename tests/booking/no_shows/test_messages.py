import pytest
from sqlalchemy import select

from shared_services.booking.operations import record_attendance
from shared_services.outbox.letters import Dropped
from shared_services.outbox.models import OutboxMessage
from shared_services.outbox.rendering import render
from tests.booking.no_shows.test_counting import FEBRUARY, missed_twice
from tests.support.bookings import do
from tests.support.makers import make_hub, make_person
from tests.support.no_shows import miss


@pytest.fixture
def hub(db):
    return make_hub(no_shows_allowed=2)


@pytest.fixture
def alice(db):
    return make_person("Alice", "Durand")


def text_of(db, message):
    return render(db, message).get_body(("plain",)).get_content().replace("\u00a0", " ").replace("\n", " ")


class TestMessages:
    def told(self, db):
        wanted = select(OutboxMessage).where(OutboxMessage.kind == "no_show_told")
        return list(db.scalars(wanted.order_by(OutboxMessage.id)))

    def test_one_absence_before_the_limit_she_is_warned_kindly(self, db, hub, alice):
        miss(hub, alice)

        (message,) = self.told(db)
        text = text_of(db, message)
        assert "compte 1 absence en douze mois. Encore une" in text
        assert "Un empêchement, cela arrive" in text

    def test_at_the_limit_she_reads_what_follows_and_how_to_be_heard(self, db, hub, alice):
        missed_twice(hub, alice)

        _warning, message = self.told(db)
        text = text_of(db, message)
        assert "compte 2 absences en douze mois : vos prochaines places" in text
        assert f"/no-shows/{hub.id}" in text

    def test_corrected_before_the_mail_left_nothing_is_told(self, db, hub, alice):
        booking = miss(hub, alice)
        do(record_attendance, booking, attended=True, by=make_person(), now=FEBRUARY)

        (message,) = self.told(db)
        with pytest.raises(Dropped):
            render(db, message)

    def test_far_from_the_limit_nothing_is_said(self, db, alice):
        miss(make_hub(no_shows_allowed=3), alice)
        miss(make_hub(), alice)

        assert self.told(db) == []
