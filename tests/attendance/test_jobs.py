from datetime import timedelta

from sqlalchemy import select

from shared_services.attendance.jobs import remind_of_open_sheets
from shared_services.attendance.operations import add_scans
from shared_services.attendance.scanning import read_page
from shared_services.core.database import transaction
from shared_services.outbox.jobs import deliver_messages
from shared_services.outbox.models import OutboxMessage
from shared_services.web.desk.queries import list_without_attendance
from tests.support.attendance import close, tick_all
from tests.support.papers_signed import PDF


def told(db):
    found = select(OutboxMessage).where(OutboxMessage.kind == "sheet_open").order_by(OutboxMessage.id)
    return [message.recipient for message in db.scalars(found)]


class TestRemindOfOpenSheets:
    def test_the_trainer_the_morning_after_then_the_manager_too_once_each(
        self, db, session, alice, trainer, manager
    ):
        morning_after = session.ends_at + timedelta(hours=17)
        remind_of_open_sheets(session.ends_at + timedelta(hours=1))
        assert told(db) == []

        for _ in range(2):
            remind_of_open_sheets(morning_after)
        assert told(db) == [trainer.email]

        for _ in range(2):
            remind_of_open_sheets(morning_after + timedelta(days=3))
        later = told(db)[1:]
        assert (later.count(trainer.email), later.count(manager.email)) == (1, 1)

    def test_nobody_about_a_closed_sheet_nor_an_empty_session(self, db, session, trainer):
        remind_of_open_sheets(session.ends_at + timedelta(days=1))

        assert told(db) == []

    def test_nobody_once_it_is_closed(self, db, session, alice, trainer):
        tick_all(session, [alice], by=trainer)
        close(session, by=trainer, now=session.ends_at)

        remind_of_open_sheets(session.ends_at + timedelta(days=1))

        assert told(db) == []

    def test_nobody_once_the_signed_paper_is_there_the_desk_still_tells_it(
        self, db, session, hub, alice, trainer
    ):
        with transaction() as writing:
            add_scans(writing, session.id, [read_page(PDF)], by=trainer, now=session.ends_at)

        remind_of_open_sheets(session.ends_at + timedelta(days=1))

        assert told(db) == []
        assert session.id in list_without_attendance(db, hub.id, now=session.ends_at + timedelta(days=1))

    def test_closed_before_it_was_sent_it_is_not_sent(self, db, session, alice, trainer, at):
        later = session.ends_at + timedelta(days=1)
        remind_of_open_sheets(later)
        tick_all(session, [alice], by=trainer)
        close(session, by=trainer, now=later)

        with at(later):
            deliver_messages(later)

        message = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == "sheet_open")).one()
        assert message.state.value != "sent"
