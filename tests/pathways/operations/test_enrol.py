from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from shared_services.booking.errors import Full, NotOfThisAudience, Overlapping, QuotaReached
from shared_services.booking.models import Audience, Booking, BookingStatus, Quota, QuotaPeriod, QuotaScope
from shared_services.catalogue.models import OfferStatus
from shared_services.core.database import transaction
from shared_services.pathways.errors import (
    AlreadyEnrolled,
    ModuleGone,
    PathwayEmpty,
    PathwayNotPublished,
    PlanImpossible,
    PlanIncomplete,
    PlanRefused,
)
from shared_services.pathways.models import Enrolment, EnrolmentState, ModulePrerequisite
from shared_services.pathways.operations import Enrolling, WhenFull, enrol
from shared_services.pathways.queries import get_enrolment
from tests.support.bookings import book
from tests.support.makers import (
    MONDAY,
    count,
    kinds_posted,
    make_aidant,
    make_hub,
    make_offer,
    make_person,
    make_session,
    saved,
)
from tests.support.no_shows import DAYS, miss
from tests.support.pathways import (
    FIRST_DAY,
    add_module,
    alter,
    follow,
    ids_of,
    make_pathway,
    modules_of,
    plan_sessions,
    trainings_of,
)


def bookings_of(db, person):
    found = db.scalars(select(Booking).where(Booking.person_id == person.id).order_by(Booking.id))
    return [booking.status.value for booking in found]


def test_a_session_of_each_module_is_booked_at_once(db):
    pathway, ana = make_pathway(), make_person()
    sessions = plan_sessions(pathway)

    enrolment = follow(pathway, ana, ids_of(sessions))

    assert enrolment.state == EnrolmentState.ACTIVE
    assert bookings_of(db, ana) == ["confirmed"] * 3
    booked = {step.module_id: step.booking.bookable_id for step in get_enrolment(db, enrolment.id).steps}
    assert booked == ids_of(sessions)
    assert kinds_posted(db) == ["pathway_active"]


def test_with_one_full_session_nothing_at_all_is_booked(db):
    pathway, ana = make_pathway(), make_person()
    sessions = plan_sessions(pathway, capacities=(5, 1, 5))
    full = list(sessions.values())[1]
    book(full, make_person())

    with pytest.raises(PlanRefused) as refused:
        follow(pathway, ana, ids_of(sessions))

    assert {type(error) for error in refused.value.refusals.values()} == {Full}
    assert list(refused.value.refusals) == [list(sessions)[1]]
    assert bookings_of(db, ana) == []
    assert count(db, Enrolment) == 0


def test_a_plan_that_waits_holds_a_rank_and_no_place(db):
    pathway, ana = make_pathway(), make_person()
    sessions = plan_sessions(pathway, capacities=(5, 1, 5))
    book(list(sessions.values())[1], make_person())

    enrolment = follow(pathway, ana, ids_of(sessions), when_full=WhenFull.WAIT)

    assert enrolment.state == EnrolmentState.WAITING
    assert bookings_of(db, ana) == ["waitlisted"]
    assert kinds_posted(db)[-1:] == ["pathway_waiting"]
    assert "booking_waitlisted" not in kinds_posted(db)
    wanted = {step.module_id: step.wanted_session_id for step in get_enrolment(db, enrolment.id).steps}
    assert [wanted[module_id] is not None for module_id in sessions] == [True, False, True]


def test_a_plan_may_begin_without_the_full_module_and_wait_for_it_alone(db):
    pathway, ana = make_pathway(), make_person()
    sessions = plan_sessions(pathway, capacities=(5, 1, 5))
    book(list(sessions.values())[1], make_person())

    enrolment = follow(pathway, ana, ids_of(sessions), when_full=WhenFull.WITHOUT)

    assert enrolment.state == EnrolmentState.ACTIVE
    assert bookings_of(db, ana) == ["confirmed", "waitlisted", "confirmed"]


def test_the_order_of_the_modules_is_kept(db):
    pathway = make_pathway(modules=2)
    (first_id, first), (second_id, second) = trainings_of(pathway)
    late = make_session(first, starts_on=FIRST_DAY + timedelta(days=9))
    early = make_session(second, starts_on=FIRST_DAY)

    with pytest.raises(PlanImpossible):
        follow(pathway, make_person(), {first_id: late.id, second_id: early.id})


def test_an_optional_module_that_another_one_needs_is_taken_with_it(db):
    pathway = make_pathway(modules=1)
    add_module(pathway, make_offer(title="En option"), is_required=False)
    add_module(pathway, make_offer(title="Suite"))
    _first, optional, last = [module.id for module in modules_of(pathway)]
    saved(ModulePrerequisite(module_id=last, needs_id=optional))
    sessions = ids_of(plan_sessions(pathway))

    with pytest.raises(PlanImpossible):
        follow(pathway, make_person(), {m: s for m, s in sessions.items() if m != optional})
    assert follow(pathway, make_person(), sessions).state == EnrolmentState.ACTIVE


def test_every_required_module_wants_a_session(db):
    pathway = make_pathway(modules=2)
    sessions = ids_of(plan_sessions(pathway))
    sessions.popitem()

    with pytest.raises(PlanIncomplete):
        follow(pathway, make_person(), sessions)


def test_the_rules_of_each_session_are_those_of_a_single_booking(db):
    pathway, ana = make_pathway(), make_person()
    sessions = plan_sessions(pathway)
    alter(list(sessions.values())[2], audience=Audience.HUB_MEMBERS)

    with pytest.raises(PlanRefused) as refused:
        follow(pathway, ana, ids_of(sessions))

    assert {type(error) for error in refused.value.refusals.values()} == {NotOfThisAudience}
    assert bookings_of(db, ana) == []


def test_another_place_at_the_same_hours_stands_in_the_way(db):
    pathway, ana = make_pathway(), make_person()
    sessions = plan_sessions(pathway)
    book(make_session(starts_on=FIRST_DAY), ana)

    with pytest.raises(PlanRefused) as refused:
        follow(pathway, ana, ids_of(sessions))

    assert {type(error) for error in refused.value.refusals.values()} == {Overlapping}


def test_a_pathway_for_members_refuses_others(db):
    hub = make_hub()
    pathway = make_pathway(hub, who=Audience.HUB_MEMBERS)
    sessions = ids_of(plan_sessions(pathway))

    with pytest.raises(NotOfThisAudience):
        follow(pathway, make_person(), sessions)
    assert follow(pathway, make_aidant(hub), sessions).organisation_id is not None


def test_one_follows_a_pathway_once_at_a_time(db):
    pathway, ana = make_pathway(), make_person()
    sessions = ids_of(plan_sessions(pathway))
    follow(pathway, ana, sessions)

    with pytest.raises(AlreadyEnrolled):
        follow(pathway, ana, sessions)


def test_a_place_she_has_already_serves(db):
    pathway, ana = make_pathway(), make_person()
    sessions = plan_sessions(pathway)
    book(next(iter(sessions.values())), ana)

    follow(pathway, ana, ids_of(sessions))

    assert bookings_of(db, ana) == ["confirmed"] * 3


def test_a_module_she_attended_before_counts(db):
    pathway, ana = make_pathway(), make_person()
    sessions = ids_of(plan_sessions(pathway))
    first_id, first = trainings_of(pathway)[0]
    past = make_session(first, starts_on=MONDAY.date() - timedelta(days=30))
    saved(
        Booking(
            reference="ATTENDED1",
            bookable_id=past.id,
            person_id=ana.id,
            booked_by_id=ana.id,
            status=BookingStatus.ATTENDED,
            booked_at=MONDAY - timedelta(days=60),
            asked_at=MONDAY - timedelta(days=60),
            period=past.period,
        )
    )
    del sessions[first_id]

    follow(pathway, ana, sessions)

    assert bookings_of(db, ana) == ["attended", "confirmed", "confirmed"]


def test_enrolling_is_closed_when_a_module_is_no_longer_offered(db):
    pathway = make_pathway()
    sessions = ids_of(plan_sessions(pathway))
    _number, training = trainings_of(pathway)[1]
    alter(training, status=OfferStatus.ARCHIVED)

    with pytest.raises(ModuleGone) as refused:
        follow(pathway, make_person(), sessions)
    assert "Accompagner" in str(refused.value)


def test_a_draft_and_an_empty_pathway_take_nobody(db):
    with pytest.raises(PathwayNotPublished):
        follow(make_pathway(status=OfferStatus.DRAFT), make_person(), {})
    with pytest.raises(PathwayEmpty):
        follow(make_pathway(modules=0), make_person(), {})


def test_somebody_who_missed_too_many_dates_asks_for_each_place(db):
    hub, ana = make_hub(no_shows_allowed=2), make_person()
    for day in DAYS:
        miss(hub, ana, on=day)
    pathway = make_pathway(hub)
    sessions = plan_sessions(pathway)

    with transaction() as db:
        asked = Enrolling(chosen=ids_of(sessions))
        enrol(db, pathway.id, asked, person=ana, by=ana, now=datetime(2027, 1, 28, 9, tzinfo=UTC))

    assert bookings_of(db, ana)[-3:] == ["pending"] * 3


def test_over_a_hub_s_rule_nothing_is_booked_and_each_module_says_so(db):
    pathway, ana = make_pathway(), make_person()
    saved(Quota(hub_id=pathway.hub_id, scope=QuotaScope.PERSON, period=QuotaPeriod.YEAR, most=2))

    with pytest.raises(PlanRefused) as refused:
        follow(pathway, ana, ids_of(plan_sessions(pathway)))

    assert [type(one) for one in refused.value.refusals.values()] == [QuotaReached]
    assert bookings_of(db, ana) == []
