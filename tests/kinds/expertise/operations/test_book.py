from datetime import date, timedelta

import pytest

from shared_services.booking.errors import (
    AlreadyBooked,
    BookingClosed,
    NotAColleague,
    NotOfThisAudience,
    Overlapping,
)
from shared_services.booking.ledger import recount
from shared_services.booking.models import (
    Audience,
    BookingStatus,
    CancelledBy,
    Hold,
    QuotaPeriod,
)
from shared_services.booking.operations import approve, hold_staff_time, refuse
from shared_services.booking.operations.cancel import expire_place
from shared_services.catalogue.models import OfferStatus
from shared_services.core.database import transaction
from shared_services.core.errors import Forbidden
from shared_services.kinds.expertise.errors import (
    ExpertNotPublished,
    NoSuchExpert,
    NotSoFar,
    OrganisationHasEnough,
    SlotPassed,
    SlotTaken,
    UnknownDuration,
    UnknownWay,
)
from shared_services.kinds.expertise.models import Way
from shared_services.kinds.expertise.operations import Wished, book_for_colleague
from shared_services.kinds.expertise.queries import get_appointment
from tests.support.bookings import cancel
from tests.support.experts import MET, make_expert, make_expert_offer, meet, person_of
from tests.support.makers import (
    MONDAY,
    kinds_posted,
    local,
    make_affiliation,
    make_aidant,
    make_hub,
    make_membership,
    make_organisation,
    make_person,
    make_session,
)

HOUR = timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("db")


class TestBookAppointment:
    def test_it_is_taken_and_told(self, db):
        expert, person = make_expert(), make_person()

        booking = meet(expert, person)

        appointment = get_appointment(db, booking.id)
        assert booking.status == BookingStatus.CONFIRMED
        assert (booking.starts_at, booking.ends_at) == (MET, MET + HOUR)
        assert (appointment.topic, appointment.way) == ("Notre budget 2027", Way.REMOTE)
        assert kinds_posted(db) == ["booking_confirmed"]

    def test_the_time_of_the_expert_goes_with_it_buffers_included(self, db):
        expert = make_expert(make_expert_offer(buffer_before=15, buffer_after=30))

        booking = meet(expert)

        hold = db.query(Hold).one()
        assert hold.booking_id == booking.id
        assert len(hold.slots) == 7  # a quarter before, an hour, half an hour after
        assert hold.slots == booking.slots
        assert recount(db) == []

    def test_the_same_hour_is_refused_to_the_next(self, db):
        expert = make_expert()
        meet(expert)

        with pytest.raises(SlotTaken):
            meet(expert)

    def test_buffers_keep_appointments_apart(self):
        expert = make_expert(make_expert_offer(buffer_after=30))
        meet(expert)

        with pytest.raises(SlotTaken):
            meet(expert, start=MET + HOUR)
        meet(expert, start=MET + timedelta(minutes=240))

    def test_an_expert_of_two_hubs_is_nowhere_twice(self, db):
        here = make_expert()
        there = make_expert(make_expert_offer(make_hub()), person_of(here))
        meet(here)

        with pytest.raises(SlotTaken):
            meet(there)
        assert recount(db) == []

    def test_who_teaches_is_not_met_meanwhile(self, db):
        expert = make_expert()
        session = make_session()  # 2 February from 9 h 30
        with transaction() as writing:
            period = (session.starts_at, session.ends_at)
            hold_staff_time(writing, writing.merge(session), [expert.person_id], [period], now=MONDAY)

        with pytest.raises(SlotTaken):
            meet(expert)

    def test_outside_her_hours_there_is_nothing(self):
        with pytest.raises(SlotTaken):
            meet(make_expert(), start=local(date(2027, 2, 2), 12))
        with pytest.raises(SlotTaken):
            meet(make_expert(), start=MET + timedelta(minutes=7))

    def test_too_late_and_too_early(self):
        expert = make_expert()

        with pytest.raises(SlotPassed):
            meet(expert, now=MET - 24 * HOUR)
        with pytest.raises(BookingClosed):
            meet(expert, now=MET)
        with pytest.raises(SlotTaken):
            meet(expert, start=MET + timedelta(days=100))
        assert meet(expert, now=MET - 24 * HOUR - timedelta(minutes=1)).status == BookingStatus.CONFIRMED

    def test_sent_twice_it_is_the_same(self):
        expert, person = make_expert(), make_person()
        first = meet(expert, person)

        with pytest.raises(AlreadyBooked) as refusal:
            meet(expert, person)

        assert refusal.value.facts["reference"] == first.reference

    def test_what_the_offer_does_not_have_is_refused(self):
        expert = make_expert()
        draft = make_expert(make_expert_offer(status=OfferStatus.DRAFT))

        with pytest.raises(UnknownDuration):
            meet(expert, minutes=45)
        with pytest.raises(UnknownWay):
            meet(expert, way=Way.ON_SITE)
        with pytest.raises(NoSuchExpert):
            meet(expert, expert_id=draft.id)
        with pytest.raises(ExpertNotPublished):
            meet(draft)

    def test_it_is_for_whom_it_is_for(self):
        hub = make_hub()
        expert = make_expert(make_expert_offer(hub, who=Audience.HUB_MEMBERS))

        with pytest.raises(NotOfThisAudience):
            meet(expert)
        assert meet(expert, make_aidant(hub)).organisation_id is not None

    def test_another_place_at_that_hour_is_told_and_may_be_kept(self):
        expert, other, person = make_expert(), make_expert(), make_person()
        meet(other, person)

        with pytest.raises(Overlapping):
            meet(expert, person)
        assert meet(expert, person, despite_overlap=True).status == BookingStatus.CONFIRMED


class TestTravel:
    def on_site(self, code="62", **given):
        hub = make_hub()
        offer = make_expert_offer(hub, ways="on_site remote", travel={"62": 45}, **given)
        organisation = make_organisation(departement_code=code)
        make_membership(organisation, hub)
        return make_expert(offer), make_aidant(hub, organisation)

    def test_the_way_there_and_back_is_kept_free(self, db):
        expert, person = self.on_site()

        booking = meet(expert, person, way=Way.ON_SITE)

        assert len(booking.slots) == 3 + 4 + 3
        assert "Lens" in get_appointment(db, booking.id).place

    def test_nobody_travels_elsewhere(self):
        expert, person = self.on_site(code="80")

        with pytest.raises(NotSoFar):
            meet(expert, person, way=Way.ON_SITE)
        with pytest.raises(NotSoFar):
            meet(expert, make_person(), way=Way.ON_SITE)


class TestShareOfAnOrganisation:
    def test_an_organisation_has_so_many_over_a_period(self, db):
        hub = make_hub()
        offer = make_expert_offer(hub, organisation_most=1, organisation_period=QuotaPeriod.MONTH)
        expert, organisation = make_expert(offer), make_organisation()
        one, other = (make_aidant(hub, organisation) for _ in range(2))
        first = meet(expert, one)

        with pytest.raises(OrganisationHasEnough) as refusal:
            meet(expert, other, start=MET + HOUR * 4)
        assert "par mois" in str(refusal.value)
        later = MET + timedelta(days=28)
        assert meet(expert, other, start=later, now=MONDAY + timedelta(days=5)).status == "confirmed"
        cancel(first)
        assert meet(expert, other, start=MET + HOUR * 4).status == "confirmed"


class TestPool:
    def pool(self, **given):
        offer = make_expert_offer(**given)
        return [make_expert(offer) for _ in range(3)]

    def test_the_least_booked_then_the_longest_idle(self, db):
        first, second, third = self.pool()

        got = [
            meet(first, anyone=True, start=MET + timedelta(days=day), now=MONDAY + timedelta(minutes=day))
            for day in range(3)
        ]

        assert [booking.bookable_id for booking in got] == [first.id, second.id, third.id]
        shorter = meet(first, anyone=True, start=MET + timedelta(days=7), now=MONDAY + HOUR, minutes=30)
        assert shorter.bookable_id == first.id  # all had an hour: the longest idle
        nxt = meet(first, anyone=True, start=MET + timedelta(days=8), now=MONDAY + 2 * HOUR)
        assert nxt.bookable_id == second.id

    def test_who_is_not_free_does_not_count(self):
        first, second, third = self.pool()
        meet(first)
        meet(second)

        assert meet(first, anyone=True).bookable_id == third.id
        with pytest.raises(SlotTaken):
            meet(first, anyone=True)

    def test_one_may_be_asked_for_by_name(self):
        _first, second, _third = self.pool()

        assert meet(second).bookable_id == second.id

    def test_without_a_pool_one_must_say_whom(self):
        first, *_others = self.pool(is_pool=False)

        with pytest.raises(NoSuchExpert):
            meet(first, anyone=True)


class TestItsTimeIsGivenBack:
    def check(self, db):
        db.expire_all()
        assert db.query(Hold).count() == 0
        assert recount(db) == []

    def test_when_it_is_cancelled(self, db):
        expert = make_expert()
        cancel(meet(expert))

        self.check(db)
        assert meet(expert).status == BookingStatus.CONFIRMED

    def test_when_it_is_refused(self, db):
        expert = make_expert(make_expert_offer(needs_approval=True))
        booking = meet(expert)
        assert booking.status == BookingStatus.PENDING

        with transaction() as writing:
            refuse(writing, booking.id, by=make_person(), reason="Pas le bon sujet", now=MONDAY)

        self.check(db)

    def test_when_nobody_answers(self, db):
        booking = meet(make_expert(make_expert_offer(needs_approval=True)))

        with transaction() as writing:
            expire_place(writing, booking.id, now=booking.expires_at)

        self.check(db)

    def test_not_when_it_is_accepted(self, db):
        booking = meet(make_expert(make_expert_offer(needs_approval=True)))

        with transaction() as writing:
            approve(writing, booking.id, by=make_person(), now=MONDAY)

        assert db.query(Hold).one().booking_id == booking.id
        assert recount(db) == []

    def test_when_the_hub_cancels(self, db):
        cancel(meet(make_expert()), cancelled_by=CancelledBy.HUB, reason="Grève")

        self.check(db)


class TestBookForColleague:
    def colleagues(self):
        hub = make_hub()
        organisation = make_organisation()
        make_membership(organisation, hub)
        referent = make_person("Rita", "Référente")
        make_affiliation(referent, organisation, is_referent=True)
        return make_expert(make_expert_offer(hub)), organisation, referent, make_aidant(hub, organisation)

    def book(self, expert, organisation, referent, colleague):
        wished = Wished(start=MET, minutes=60, way=Way.PHONE, topic="Budget", organisation_id=organisation.id)
        with transaction() as db:
            return book_for_colleague(
                db, expert.expert_offer_id, wished, colleague_id=colleague.id, by=referent, now=MONDAY
            )

    def test_a_referent_books_for_hers_and_nobody_else(self):
        expert, organisation, referent, colleague = self.colleagues()

        with pytest.raises(NotAColleague):
            self.book(expert, organisation, referent, make_person())
        with pytest.raises(Forbidden):
            self.book(expert, organisation, colleague, colleague)
        booking = self.book(expert, organisation, referent, colleague)
        assert (booking.person_id, booking.booked_by_id) == (colleague.id, referent.id)
