from datetime import UTC, date, datetime, timedelta

import pytest

from shared_services.booking.models import Booking, BookingStatus
from shared_services.catalogue.models import OfferStatus
from tests.support.bookings import book, cancel
from tests.support.makers import (
    count,
    make_affiliation,
    make_aidant,
    make_hub,
    make_manager,
    make_membership,
    make_offer,
    make_organisation,
    make_person,
    make_session,
    make_staff_time,
)
from tests.support.queries import count_queries

DAY = timedelta(days=1)


@pytest.fixture
def program(program_of, person):
    return program_of(person)


@pytest.fixture
def team(db):
    """A member organisation with its referent and a colleague."""
    hub, organisation = make_hub(), make_organisation()
    make_membership(organisation, hub)
    referent, colleague = make_person("Rémi", "Férent"), make_person("Colette", "Gue")
    make_affiliation(referent, organisation, is_referent=True)
    make_affiliation(colleague, organisation)
    return organisation, referent, colleague


def wanted(session, **more):
    return {"bookable_id": session.id, "quantity": 1, **more}


def refusal(answer):
    assert answer.mimetype == "application/problem+json", answer.text
    return answer.status_code, answer.json["code"]


class TestBook:
    def test_a_place_is_booked_as_on_the_site(self, program, person, db):
        session = make_session()

        answer = program.post("/bookings", wanted(session))

        booking = db.query(Booking).one()
        assert answer.status_code == 201
        assert answer.json["reference"] == booking.reference
        assert answer.json["status"] == "confirmed"
        assert answer.json["starts_at"] == "2027-02-02T09:30:00+01:00"
        assert answer.headers["Location"] == f"/api/v1/bookings/{booking.reference}"
        assert (booking.person_id, booking.booked_by_id) == (person.id, person.id)
        assert program.get(f"/bookings/{booking.reference}").json == answer.json

    def test_without_a_token_nothing_is_booked(self, stranger, db):
        answer = stranger.post("/bookings", wanted(make_session()))

        assert refusal(answer) == (401, "token_missing")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert count(db, Booking) == 0

    def test_the_cookie_of_the_site_does_not_book(self, sign_in, person, db):
        answer = sign_in(person).post("/api/v1/bookings", json=wanted(make_session()))

        assert answer.status_code == 401
        assert count(db, Booking) == 0

    def test_full_it_is_refused_unless_she_joins_the_line(self, program, db):
        session = make_session(capacity=1)
        book(session)

        assert refusal(program.post("/bookings", wanted(session))) == (409, "full")
        waits = program.post("/bookings", wanted(session, join_waiting_list=True))

        assert (waits.status_code, waits.json["status"], waits.json["rank"]) == (201, "waitlisted", 1)
        assert count(db, Booking) == 2

    def test_twice_is_refused_with_the_reference_of_the_first(self, program):
        session = make_session()
        first = program.post("/bookings", wanted(session)).json

        again = program.post("/bookings", wanted(session))

        assert refusal(again) == (409, "already_booked")
        assert first["reference"] in again.json["detail"]

    def test_two_places_at_one_hour_only_when_she_says_so(self, program):
        program.post("/bookings", wanted(make_session()))
        other = make_session()

        assert refusal(program.post("/bookings", wanted(other))) == (409, "overlapping")
        assert program.post("/bookings", wanted(other, despite_overlap=True)).status_code == 201

    def test_a_quota_of_the_offer_holds_here_too(self, program):
        offer = make_offer()
        one, other = make_session(offer), make_session(offer, starts_on=date(2027, 3, 2))
        program.post("/bookings", wanted(one))

        assert refusal(program.post("/bookings", wanted(other))) == (409, "another_date_held")

    def test_one_person_one_seat(self, program, db):
        assert refusal(program.post("/bookings", wanted(make_session()) | {"quantity": 2})) == (
            422,
            "one_seat_each",
        )
        assert count(db, Booking) == 0

    def test_the_dates_of_a_session_may_be_said_again_but_not_changed(self, program):
        session = make_session()
        said = {"starts_at": "2027-02-02T08:30:00Z", "ends_at": None}

        assert refusal(program.post("/bookings", wanted(session, starts_at="2027-02-02T09:30:00Z"))) == (
            422,
            "dates_are_fixed",
        )
        assert program.post("/bookings", wanted(session, **said)).status_code == 201

    def test_what_she_may_not_read_does_not_exist(self, program):
        draft = make_session(make_offer(status=OfferStatus.DRAFT))

        assert refusal(program.post("/bookings", wanted(draft))) == (404, "not_found")
        assert refusal(program.post("/bookings", {"bookable_id": 999_999})) == (404, "not_found")

    def test_the_working_time_of_a_person_is_not_to_be_booked(self, program, person):
        assert refusal(program.post("/bookings", wanted(make_staff_time(person)))) == (404, "not_found")

    def test_after_closing_it_is_told(self, program, at):
        session = make_session()
        with at(datetime(2027, 2, 2, 10, tzinfo=UTC)):
            assert refusal(program.post("/bookings", wanted(session))) == (409, "booking_closed")

    def test_every_wrong_field_is_named(self, program, db):
        answer = program.post(
            "/bookings",
            {
                "quantity": "two",
                "starts_at": "2027-02-02T09:30:00",
                "on_behalf_of": 3,
                "join_waiting_list": "yes",
                "more": 1,
            },
        )

        assert refusal(answer) == (422, "not_valid")
        assert set(answer.json["errors"]) == {
            "bookable_id",
            "quantity",
            "starts_at",
            "on_behalf_of",
            "join_waiting_list",
            "more",
        }

    def test_an_address_that_is_none_is_named(self, program):
        for address in ("nobody", "\ud800@test.example", "a" * 300 + "@test.example"):
            answer = program.post("/bookings", wanted(make_session(), on_behalf_of=address))
            assert list(answer.json["errors"]) == ["on_behalf_of"]


class TestColleagues:
    def test_a_referent_books_for_a_colleague(self, program_of, team):
        organisation, referent, colleague = team

        answer = program_of(referent).post(
            "/bookings", wanted(make_session(), on_behalf_of=colleague.email.upper())
        )

        assert answer.status_code == 201, answer.text
        assert answer.json["person"] == {"name": "Colette Gue", "email": colleague.email}
        assert answer.json["organisation"]["id"] == organisation.id

    def test_why_the_colleague_cannot_come_is_told(self, program_of, team):
        _organisation, referent, colleague = team
        full, session = make_session(capacity=1), make_session()
        book(full)
        program = program_of(referent)
        program.post("/bookings", wanted(session, on_behalf_of=colleague.email))

        assert refusal(
            program.post("/bookings", wanted(full, on_behalf_of=colleague.email, despite_overlap=True))
        ) == (409, "full")
        assert refusal(program.post("/bookings", wanted(make_session(), on_behalf_of=colleague.email))) == (
            409,
            "overlapping",
        )

    def test_an_unknown_address_is_told_like_a_stranger_s(self, program_of, team):
        program = program_of(team[1])
        unknown, outside = "nobody@test.example", make_person().email

        answers = [
            program.post("/bookings", wanted(make_session(), on_behalf_of=e)) for e in (unknown, outside)
        ]

        assert [refusal(answer) for answer in answers] == [(422, "not_a_colleague")] * 2

    def test_only_a_referent_books_for_others(self, program, team, db):
        answer = program.post("/bookings", wanted(make_session(), on_behalf_of=team[2].email))

        assert refusal(answer) == (403, "referents_only")
        assert count(db, Booking) == 0

    def test_with_several_organisations_in_common_she_says_which(self, program_of, team):
        _organisation, referent, colleague = team
        other = make_organisation()
        make_affiliation(referent, other, is_referent=True)
        make_affiliation(colleague, other)
        program, session = program_of(referent), make_session()

        unsaid = program.post("/bookings", wanted(session, on_behalf_of=colleague.email))
        said = program.post(
            "/bookings", wanted(session, on_behalf_of=colleague.email, organisation_id=other.id)
        )

        assert refusal(unsaid) == (422, "organisation_to_choose")
        assert said.json["organisation"]["id"] == other.id

    def test_only_an_organisation_that_may_come_counts(self, program_of, team):
        organisation, referent, colleague = team
        hub, member = make_hub(), make_organisation()
        make_membership(member, hub)
        for person in (referent, colleague):
            make_affiliation(person, member, is_referent=person is referent)
        session = make_session(make_offer(hub), audience="hub_members")
        program = program_of(referent)

        outside = program.post(
            "/bookings", wanted(session, on_behalf_of=colleague.email, organisation_id=organisation.id)
        )
        inside = program.post("/bookings", wanted(session, on_behalf_of=colleague.email))

        assert refusal(outside) == (403, "not_of_this_audience")
        assert inside.json["organisation"]["id"] == member.id


class TestList:
    def test_mine_the_newest_first(self, program, person):
        first = book(make_session(), person)
        second = book(make_session(), person)
        book(make_session())

        items = program.get("/bookings").json["items"]

        assert [item["reference"] for item in items] == [second.reference, first.reference]

    def test_a_referent_reads_her_team_s_too(self, program_of, team):
        organisation, referent, colleague = team
        mine = book(make_session(), referent)
        theirs = book(make_session(), colleague, organisation_id=organisation.id)
        own = book(make_session(), colleague)  # not for the organisation: none of her business
        program = program_of(referent)

        def read(**query):
            return {item["reference"] for item in program.everything("/bookings", **query)}

        assert read() == {mine.reference, theirs.reference}
        assert read(whose="mine") == {mine.reference}
        assert read(whose="organisations") == {theirs.reference}
        assert program.get(f"/bookings/{own.reference}").status_code == 404

    def test_by_state_and_by_date(self, program, person):
        session = make_session()
        gone = cancel(book(session, person), by=person)
        there = book(make_session(), person)

        def read(**query):
            return [item["reference"] for item in program.everything("/bookings", **query)]

        assert read(status="cancelled") == [gone.reference]
        assert read(bookable_id=session.id) == [gone.reference]
        assert read(limit=1) == [there.reference, gone.reference]

    def test_it_costs_the_same_whatever_the_number(self, program, person):
        full = make_session(capacity=1)
        book(full)
        book(full, person)
        program.get("/bookings")  # the first use of an hour is written down
        with count_queries() as few:
            program.get("/bookings")
        for _ in range(4):
            full = make_session(capacity=1)
            book(full)
            book(full, person)
            book(make_session(), person)
        with count_queries() as many:
            program.get("/bookings")

        assert len(many) == len(few)


class TestRead:
    def test_nobody_else_s_booking_exists(self, program, stranger):
        reference = book(make_session()).reference

        assert refusal(program.get(f"/bookings/{reference}")) == (404, "not_found")
        assert refusal(stranger.get(f"/bookings/{reference}")) == (401, "token_missing")
        assert refusal(program.delete(f"/bookings/{reference}")) == (404, "not_found")

    def test_the_manager_of_the_hub_reads_it_and_does_not_cancel_it_here(self, program_of, person):
        hub = make_hub()
        reference = book(make_session(make_offer(hub)), person).reference
        program = program_of(make_manager(hub))

        assert program.get(f"/bookings/{reference}").status_code == 200
        assert refusal(program.delete(f"/bookings/{reference}", reason="Malade")) == (403, "forbidden")

    def test_the_link_to_join_comes_with_a_sure_place_only(self, program, person):
        remote = {"place_name": "", "address": "", "video_link": "https://visio.example/x"}
        sure, asked = book(make_session(**remote), person), make_session(needs_approval=True, **remote)
        pending = book(asked, person)

        assert program.get(f"/bookings/{sure.reference}").json["video_link"] == "https://visio.example/x"
        assert program.get(f"/bookings/{pending.reference}").json["video_link"] is None
        assert program.get(f"/bookings/{pending.reference}").json["expires_at"]


class TestCancel:
    def test_it_is_cancelled_and_the_next_in_line_is_served(self, program, person, db):
        session = make_session(capacity=1)
        booking = book(session, person)
        waiting = book(session)

        answer = program.delete(f"/bookings/{booking.reference}")

        assert answer.status_code == 200
        assert (answer.json["status"], answer.json["cancelled_by"]) == ("cancelled", "participant")
        assert db.get(Booking, waiting.id).status == BookingStatus.OFFERED

    def test_twice_is_told(self, program, person):
        path = f"/bookings/{book(make_session(), person).reference}"
        program.delete(path)

        assert refusal(program.delete(path)) == (409, "illegal_move")

    def test_too_late_is_told(self, program, person, at):
        booking = book(make_session(), person)
        with at(datetime(2027, 2, 1, tzinfo=UTC)):
            assert refusal(program.delete(f"/bookings/{booking.reference}")) == (409, "too_late_to_cancel")

    def test_a_referent_says_why(self, program_of, team):
        organisation, referent, colleague = team
        path = f"/bookings/{book(make_session(), colleague, organisation_id=organisation.id).reference}"
        program = program_of(referent)

        assert refusal(program.delete(path)) == (422, "reason_needed")
        answer = program.delete(path, reason="Absente ce jour-là")
        assert (answer.status_code, answer.json["reason"]) == (200, "Absente ce jour-là")


class TestAudience:
    def test_a_session_for_members_refuses_others_and_takes_its_own(self, program, program_of):
        hub = make_hub()
        session = make_session(make_offer(hub), audience="hub_members")

        assert refusal(program.post("/bookings", wanted(session))) == (403, "not_of_this_audience")
        assert program_of(make_aidant(hub)).post("/bookings", wanted(session)).status_code == 201
