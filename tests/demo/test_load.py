from contextlib import suppress
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from shared_services.accounts.models import Person
from shared_services.booking import ledger, operations
from shared_services.booking.models import (
    HOLDING,
    Bookable,
    BookableStatus,
    Booking,
    BookingStatus,
    CapacitySlot,
    Hold,
    StaffTime,
)
from shared_services.catalogue.models import Offer, OfferStatus
from shared_services.core.audit import AuditEntry
from shared_services.core.database import transaction
from shared_services.core.references import clean_reference
from shared_services.demo import load as loading
from shared_services.demo.load import load
from shared_services.kinds.expertise.models import ExpertOffer
from shared_services.kinds.tools.models import ToolOffer
from shared_services.kinds.trainings.models import HalfDay, TrainingOffer, TrainingSession
from shared_services.network.models import Affiliation, Hub, HubRole, Membership, Organisation
from shared_services.outbox.models import OutboxMessage
from tests.demo.conftest import all_rows
from tests.support.makers import MONDAY, make_person

S = BookingStatus
TITLE = "Désinformation\xa0: animer un atelier qui fait réfléchir"


class Undone(Exception):
    pass


class TestHowMuch:
    def test_the_promised_numbers(self, loaded, how_many):
        loaded()

        promised = {
            Hub: 3,
            Organisation: 12,
            Person: 60,
            TrainingOffer: 20,
            ToolOffer: 10,
            ExpertOffer: 3,
            TrainingSession: 56,
        }
        assert {model: how_many(model) for model in promised} == promised

    def test_offers_stand_at_every_step(self, db, loaded):
        loaded()

        steps = select(Offer.status, func.count()).group_by(Offer.status)
        assert dict(db.execute(steps).all()) == {
            OfferStatus.PUBLISHED: 29,
            OfferStatus.SUBMITTED: 3,
            OfferStatus.RETURNED: 1,
            OfferStatus.DRAFT: 1,
        }

    def test_bookings_are_in_every_state(self, db, loaded):
        loaded()

        assert set(db.scalars(select(Booking.status).distinct())) == set(BookingStatus)

    def test_nobody_is_written_to(self, loaded, how_many):
        loaded()

        assert how_many(OutboxMessage) == 0

    def test_a_scale_multiplies_all_but_hubs_and_who_runs_them(self, loaded, how_many):
        loaded(scale=3)

        expected = {Hub: 3, Organisation: 36, Person: 60 + 2 * 54, Offer: 100, TrainingSession: 156}
        assert {model: how_many(model) for model in expected} == expected

    def test_each_copy_is_told(self, load_here):
        done = []

        load_here(scale=2, copy_done=lambda: done.append("one"))

        assert done == ["one", "one"]


class TestSameRows:
    def test_two_loads_at_one_instant_write_the_same(self, db):
        written = []
        for _ in range(2):
            with suppress(Undone), transaction() as writing:
                load(writing, password_hash="not a hash", now=MONDAY, scale=2)
                written.append(dict(all_rows(writing)))
                raise Undone

        assert len(written[0]["booking"]) > 800
        first, again = written
        assert [name for name in first if first[name] != again[name]] == []


class TestLedger:
    @pytest.mark.parametrize("scale", [1, 3])
    def test_a_recount_finds_no_difference(self, db, loaded, how_many, scale):
        loaded(scale=scale)

        assert how_many(CapacitySlot) > 500 * scale
        assert ledger.recount(db) == []

    def test_every_held_seat_is_within_the_capacity_of_its_session(self, db, loaded):
        loaded()

        held = (
            select(Bookable.capacity, func.sum(Booking.units))
            .join(Booking, Booking.bookable_id == Bookable.id)
            .where(Booking.status.in_(HOLDING), Bookable.kind == "training")
            .group_by(Bookable.id, Bookable.capacity)
        )
        assert all(taken <= capacity for capacity, taken in db.execute(held))


class TestTrainers:
    def test_nobody_teaches_twice_at_once(self, db, loaded):
        loaded(scale=7)

        held = select(Hold.bookable_id, Hold.first_slot, Hold.last_slot)
        periods = db.execute(held.order_by(Hold.bookable_id, Hold.first_slot)).all()
        assert len(periods) > 400
        for before, after in pairwise(periods):
            assert before.bookable_id != after.bookable_id or before.last_slot < after.first_slot

    def test_a_cancelled_session_holds_nobody(self, db, loaded):
        loaded()

        cancelled = select(Bookable.id).where(Bookable.status == BookableStatus.CANCELLED)
        assert db.scalars(select(Hold.id).where(Hold.for_bookable_id.in_(cancelled))).all() == []

    def test_time_is_held_for_every_half_day_of_other_sessions(self, db, loaded, how_many):
        loaded()

        kept = select(Bookable.id).where(
            Bookable.status != BookableStatus.CANCELLED, Bookable.kind == "training"
        )
        half_days = how_many(HalfDay, HalfDay.session_id.in_(kept))
        assert (
            half_days
            == how_many(Hold, Hold.bookable_id.in_(select(StaffTime.id)), Hold.booking_id.is_(None))
            > 60
        )


class TestHistories:
    def test_the_trail_of_a_booking_ends_where_the_booking_stands(self, db, loaded):
        loaded()

        last = {}
        moves = (AuditEntry.subject_kind == "booking", AuditEntry.to_state.is_not(None))
        entries = select(AuditEntry).where(*moves)
        for entry in db.scalars(entries.order_by(AuditEntry.at, AuditEntry.id)):
            assert entry.from_state == last.get(entry.subject_id)
            last[entry.subject_id] = entry.to_state
        standing = db.execute(select(Booking.id, Booking.status))
        assert last == {number: status.value for number, status in standing}

    def test_nothing_was_done_in_the_future(self, db, loaded):
        loaded(scale=7)

        assert db.scalar(select(func.max(AuditEntry.at))) < MONDAY
        assert db.scalar(select(func.max(Booking.booked_at))) < MONDAY
        assert db.scalar(select(func.max(Person.email_confirmed_at))) < MONDAY
        for bond in (Affiliation, Membership):
            assert db.scalar(select(func.max(bond.requested_at))) < MONDAY
            assert db.scalar(select(func.max(bond.decided_at))) < MONDAY
        assert db.scalar(select(func.max(HubRole.since))) < MONDAY
        assert db.scalar(select(func.max(Offer.updated_at))) < MONDAY

    def test_bookings_came_after_their_session_and_before_its_start(self, db, loaded):
        loaded(scale=7)

        dates = select(Bookable.created_at, Booking.booked_at, Booking.starts_at).join(
            Booking, Booking.bookable_id == Bookable.id
        )
        assert all(created <= booked < starts for created, booked, starts in db.execute(dates))

    def test_held_places_wait_for_an_answer_in_the_future(self, db, loaded):
        loaded(scale=7)

        deadlines = db.scalars(
            select(Booking.expires_at).where(Booking.status.in_([S.PENDING, S.OFFERED]))
        ).all()
        assert len(deadlines) > 50
        assert min(deadlines) > MONDAY

    def test_who_waits_has_a_rank_of_her_own(self, db, loaded):
        loaded()

        ranks = db.execute(
            select(Booking.bookable_id, Booking.asked_at).where(Booking.status.in_([S.WAITLISTED, S.OFFERED]))
        ).all()
        assert len(set(ranks)) == len(ranks) == 13

    def test_sessions_of_the_past_have_ended(self, db, loaded):
        loaded(scale=7)

        past = select(Bookable.status).where(Bookable.ends_at <= MONDAY).distinct()
        coming = select(Bookable.status).where(Bookable.ends_at > MONDAY).distinct()
        assert set(db.scalars(past)) == {BookableStatus.ENDED}
        assert set(db.scalars(coming)) == {BookableStatus.SCHEDULED, BookableStatus.CANCELLED}


class TestReferences:
    def test_every_booking_and_person_has_her_own(self, db, loaded):
        loaded(scale=3)

        references = [*db.scalars(select(Booking.reference)), *db.scalars(select(Person.reference))]
        assert len(set(references)) == len(references)
        assert all(clean_reference(reference) == reference for reference in references)


class TestAfterwards:
    def test_the_engine_goes_on_from_there(self, db, loaded, sessions_of):
        loaded()
        person, session = make_person(), sessions_of(TITLE)[-1]

        with transaction() as writing:
            booking = operations.reserve(writing, session.id, person=person, by=person, now=MONDAY)

        assert booking.status == S.CONFIRMED
        assert ledger.recount(db) == []

    def test_a_failure_in_the_middle_leaves_nothing(self, load_here, how_many, monkeypatch):
        calls = []

        def fail_late(part, dated):
            calls.append(dated)
            part.rows.flush()
            if len(calls) == 20:
                raise ZeroDivisionError
            return []

        monkeypatch.setattr(loading, "add_bookings", fail_late)

        with pytest.raises(ZeroDivisionError):
            load_here()

        assert [how_many(model) for model in (Hub, Person, Bookable, AuditEntry)] == [0, 0, 0, 0]
