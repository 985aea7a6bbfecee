import re
from datetime import timedelta

from icalendar import Calendar
from sqlalchemy import insert

from shared_services.api import feed_views
from shared_services.api.models import Feed, FeedKind
from shared_services.booking.operations import cancel_bookable, reschedule
from shared_services.core.database import transaction
from shared_services.kinds.trainings.models import session_trainer
from tests.support.bookings import book, cancel, do
from tests.support.makers import MONDAY, make_hub, make_offer, make_session
from tests.support.queries import count_queries

DAY = timedelta(days=1)


def address(sign_in, person, kind="bookings"):
    client = sign_in(person)
    client.post(f"/account/calendars/{kind}")
    html = client.get("/account/calendars").page.html
    return re.search(r'value="http://localhost([^"]*/calendars/[^"]+)"', html).group(1)


def events(client, path):
    answer = client.get(path)
    assert answer.mimetype == "text/calendar"
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


class TestMyBookings:
    def test_places_are_there_with_the_same_uid_as_in_the_mail(self, client, sign_in, person):
        booking = book(make_session(), person)

        found = events(client, address(sign_in, person))

        assert [str(e["uid"]).split("@")[0] for e in found] == [
            f"{booking.reference}-1",
            f"{booking.reference}-2",
        ]
        assert {str(e["status"]) for e in found} == {"CONFIRMED"}

    def test_what_waits_for_an_answer_is_tentative_and_a_rank_is_not_there(self, client, sign_in, person):
        book(make_session(needs_approval=True), person)
        full = make_session(capacity=1)
        book(full)
        book(full, person)

        found = events(client, address(sign_in, person))

        assert {str(e["status"]) for e in found} == {"TENTATIVE"}
        assert len(found) == 2

    def test_a_cancelled_place_is_said_for_thirty_days_with_a_higher_sequence(
        self, client, sign_in, person, at
    ):
        booking = book(make_session(), person)
        path = address(sign_in, person)
        before = events(client, path)[0]["sequence"]
        cancel(booking)

        with at(MONDAY + 29 * DAY):
            found = events(client, path)
        with at(MONDAY + 31 * DAY):
            assert events(client, path) == []
        assert {str(e["status"]) for e in found} == {"CANCELLED"}
        assert found[0]["sequence"] > before

    def test_a_change_of_dates_makes_the_sequence_grow(self, client, sign_in, person):
        session = make_session()
        book(session, person)
        path = address(sign_in, person)
        before = events(client, path)[0]["sequence"]

        do(reschedule, session, lambda bookable: None, by=person)

        assert events(client, path)[0]["sequence"] > before

    def test_it_costs_the_same_whatever_the_number(self, client, sign_in, person):
        path = address(sign_in, person)
        book(make_session(), person)
        cancel(book(make_session(), person))
        client.get(path)  # the first reading of an hour is written down
        with count_queries() as few:
            client.get(path)
        for _ in range(3):
            book(make_session(), person)
            cancel(book(make_session(), person))
        with count_queries() as many:
            client.get(path)

        assert len(many) == len(few)

    def test_a_half_day_that_went_is_said_cancelled(self, client, sign_in, person):
        book(make_session(most_half_days=3), person)

        found = events(client, address(sign_in, person))

        assert [str(e["status"]) for e in found] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


class TestAddress:
    def test_a_new_address_closes_the_old_one(self, client, sign_in, person):
        old = address(sign_in, person)
        new = address(sign_in, person)

        assert old != new
        assert client.get(old).status_code == 404
        assert client.get(new).status_code == 200

    def test_closed_it_answers_like_one_that_never_was(self, client, sign_in, db, person):
        path = address(sign_in, person)
        sign_in(person).post("/account/calendars/bookings/close")

        closed, never = client.get(path), client.get("/calendars/not-a-token.ics")

        assert (closed.status_code, never.status_code) == (404, 404)
        assert db.query(Feed).one().revoked_at is not None

    def test_an_erased_account_has_no_calendar(self, client, sign_in, db, person):
        path = address(sign_in, person)
        with transaction() as write:
            write.merge(person).erased_at = MONDAY

        assert client.get(path).status_code == 404

    def test_a_blocked_account_has_no_calendar(self, client, sign_in, db, person):
        path = address(sign_in, person)
        with transaction() as write:
            blocked = write.merge(person)
            blocked.blocked_at, blocked.block_reason = MONDAY, "Compte partagé"

        assert client.get(path).status_code == 404

    def test_reading_is_noted_once_an_hour(self, client, sign_in, db, person, at):
        path = address(sign_in, person)
        assert "Aucun agenda" in sign_in(person).get("/account/calendars").page.html

        for minutes, noted in ((0, 0), (59, 0), (60, 60)):
            with at(MONDAY + timedelta(minutes=minutes)):
                client.get(path)
            read = db.query(Feed).populate_existing().one().last_read_at
            assert read == MONDAY + timedelta(minutes=noted)
        assert "Lue par votre agenda" in sign_in(person).get("/account/calendars").page.html

    def test_who_reads_without_end_is_told_to_wait(self, client, sign_in, person, monkeypatch):
        monkeypatch.setattr(feed_views, "MOST_READS", 1)
        path = address(sign_in, person)

        assert [client.get(path).status_code for _ in range(2)] == [200, 429]

    def test_nothing_new_is_not_sent_again(self, client, sign_in, person):
        book(make_session(), person)
        path = address(sign_in, person)
        first = client.get(path)

        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

        assert again.status_code == 304
        assert "private" in first.headers["Cache-Control"]


class TestTeaching:
    def test_what_i_teach_and_nobody_elses(self, client, sign_in, person):
        mine, _other = make_session(), make_session()
        with transaction() as write:
            write.execute(insert(session_trainer).values(session_id=mine.id, person_id=person.id))

        found = events(client, address(sign_in, person, FeedKind.TEACHING.value))

        assert {str(e["uid"]).split("@")[0].rsplit("-", 1)[0] for e in found} == {
            f"session-{mine.id}-{person.id}"
        }


class TestHub:
    def test_its_public_sessions_without_any_link_to_join(self, client, db):
        hub = make_hub()
        make_session(make_offer(hub), place_name="", address="", video_link="https://visio.test.example/x")
        make_session(make_offer())
        path = f"/hubs/{hub.slug}/calendar.ics"

        answer = client.get(path)

        assert len(events(client, path)) == 2
        assert b"visio.test.example" not in answer.data
        assert "public" in answer.headers["Cache-Control"]

    def test_a_cancelled_session_is_said_for_thirty_days(self, client, db, person, at):
        hub = make_hub()
        session = make_session(make_offer(hub))
        do(cancel_bookable, session, by=person, reason="Trop peu d'inscrits")
        path = f"/hubs/{hub.slug}/calendar.ics"

        assert {str(e["status"]) for e in events(client, path)} == {"CANCELLED"}
        with at(MONDAY + 31 * DAY):
            assert events(client, path) == []
