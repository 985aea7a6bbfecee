from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from shared_services.core.database import transaction
from shared_services.kinds.expertise import jobs
from shared_services.kinds.expertise.availability.models import Absence, BusyCalendar, BusyTime
from shared_services.kinds.expertise.errors import CalendarUnreachable, SlotAlreadyFree
from shared_services.kinds.expertise.models import SlotWish, Way
from shared_services.kinds.expertise.operations import add_calendar, wait_for_slot
from shared_services.outbox.models import OutboxMessage
from shared_services.outbox.rendering import render
from tests.support.bookings import cancel
from tests.support.experts import MET, make_expert, make_expert_offer, make_hours, meet, person_of
from tests.support.makers import MONDAY, kinds_posted, local, make_person, saved

PARIS = "Europe/Paris"
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//FR\r\nBEGIN:VEVENT\r\nUID:1@x\r\n"
    b"DTSTART:20270105T090000Z\r\nDTEND:20270105T100000Z\r\nSUMMARY:Secret\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)

pytestmark = pytest.mark.usefixtures("db")


def text_of(db, kind):
    message = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)).one()
    return render(db, message).get_body(("plain",)).get_content()


class TestDigest:
    def test_at_seven_of_her_clock_once_and_only_when_she_meets_somebody(self, db, at):
        expert, person = make_expert(), make_person("Nour", "Demande")
        meet(expert, person)
        make_expert()  # meets nobody
        seven = local(MET.date(), 7)

        assert jobs.post_expert_digests(seven - timedelta(minutes=1)) == 0
        assert jobs.post_expert_digests(seven) == 1
        assert jobs.post_expert_digests(seven + timedelta(hours=1)) == 0

        with at(seven):
            text = text_of(db, "expert_digest")
        assert "Nour Demande" in text
        assert "Notre budget 2027" in text

    def test_the_day_after_it_says_nothing(self, at):
        meet(make_expert())

        assert jobs.post_expert_digests(local(MET.date() + timedelta(days=1), 8)) == 0


class TestWishes:
    def wish(self, expert, person, *, before):
        with transaction() as db:
            return wait_for_slot(
                db,
                expert.expert_offer_id,
                person=person,
                before=before,
                minutes=60,
                way=Way.REMOTE,
                organisation=None,
                now=MONDAY,
            )

    def only_an_hour(self):
        """Met on Tuesdays from ten to eleven, and nothing else."""
        expert = make_expert(make_expert_offer(), hours=False)
        make_hours(person_of(expert), (10, 11), weekdays="1", first_on=MET.date())
        return expert

    def test_told_once_when_a_slot_opens_before_the_day(self, db, at):
        expert, person = self.only_an_hour(), make_person("Nour", "Demande")
        taken = meet(expert)
        self.wish(expert, person, before=MET + timedelta(days=1))
        assert jobs.tell_free_slots(MONDAY) == 0

        cancel(taken)

        assert jobs.tell_free_slots(MONDAY) == 1
        assert jobs.tell_free_slots(MONDAY) == 0
        assert db.query(SlotWish).count() == 0
        assert "mardi 2 février à 10" in text_of(db, "slot_opened").replace("\xa0", " ")

    def test_what_is_free_already_needs_no_wish(self):
        with pytest.raises(SlotAlreadyFree):
            self.wish(self.only_an_hour(), make_person(), before=MET + timedelta(days=1))

    def test_a_wish_ends_with_its_day_or_with_a_booking(self, db):
        expert, person = self.only_an_hour(), make_person()
        meet(expert)
        self.wish(expert, person, before=MET + timedelta(days=1))
        self.wish(expert, make_person(), before=MET + timedelta(days=1))

        meet(expert, person, start=MET + timedelta(days=7))
        assert db.query(SlotWish).count() == 1

        jobs.tell_free_slots(MET + timedelta(days=1))
        assert db.query(SlotWish).count() == 0
        assert "slot_opened" not in kinds_posted(db)


class TestBusyCalendars:
    @pytest.fixture
    def calendar(self):
        with transaction() as db:
            url = "https://agenda.test/a.ics"
            return add_calendar(db, make_person(), name="Travail", url=url, zone=PARIS, now=MONDAY)

    def test_only_when_she_is_busy_is_kept(self, db, calendar, monkeypatch):
        monkeypatch.setattr(jobs, "fetch", lambda *_args, **_how: CALENDAR)

        assert jobs.fetch_busy_calendars(MONDAY) == 1
        assert jobs.fetch_busy_calendars(MONDAY + timedelta(minutes=59)) == 0
        assert jobs.fetch_busy_calendars(MONDAY + timedelta(hours=1)) == 1

        times = db.query(BusyTime).all()
        assert [(one.starts_at, one.ends_at) for one in times] == [
            (local(date(2027, 1, 5), 10), local(date(2027, 1, 5), 11))
        ]
        assert {column.name for column in BusyTime.__table__.columns} == {
            "id",
            "calendar_id",
            "starts_at",
            "ends_at",
        }

    def test_what_cannot_be_read_is_said_and_what_it_said_stands(self, db, calendar, monkeypatch):
        monkeypatch.setattr(jobs, "fetch", lambda *_args, **_how: CALENDAR)
        jobs.fetch_busy_calendars(MONDAY)

        def fail(*_args, **_how):
            raise CalendarUnreachable

        monkeypatch.setattr(jobs, "fetch", fail)
        jobs.fetch_busy_calendars(MONDAY + timedelta(hours=1))
        db.expire_all()

        assert db.query(BusyCalendar).one().last_error == "calendar_unreachable"
        assert db.query(BusyTime).count() == 1

    def test_what_is_no_calendar_is_said(self, db, calendar, monkeypatch):
        monkeypatch.setattr(jobs, "fetch", lambda *_args, **_how: b"<html>")

        jobs.fetch_busy_calendars(MONDAY)

        db.expire_all()
        assert db.query(BusyCalendar).one().last_error == "calendar_unreadable"


def test_old_absences_are_forgotten(db):
    person = make_person()
    for days in (100, 10):
        end: datetime = MONDAY - timedelta(days=days)
        saved(Absence(person_id=person.id, starts_at=end - timedelta(days=1), ends_at=end))

    assert jobs.forget_old_absences(MONDAY) == 1
    assert db.query(Absence).count() == 1
