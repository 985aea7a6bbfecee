import pytest
from sqlalchemy import select

from shared_services.booking.errors import Full, NotAColleague
from shared_services.booking.models import Booking, BookingStatus
from shared_services.core.errors import Forbidden, NotFound
from shared_services.pathways.errors import AlreadyEnrolled, PlanRefused
from shared_services.pathways.models import EnrolmentState
from shared_services.pathways.operations import WhenFull, enrol_colleagues, remove_cohort
from tests.support.bookings import book, do
from tests.support.makers import kinds_posted, make_affiliation, make_organisation, make_person
from tests.support.pathways import follow, ids_of, make_cohort, make_pathway, plan_sessions


@pytest.fixture
def organisation(db):
    return make_organisation()


@pytest.fixture
def referent(organisation):
    person = make_person("Rita", "Référente")
    make_affiliation(person, organisation, is_referent=True)
    return person


@pytest.fixture
def team(organisation):
    people = [make_person(name, "Équipe") for name in ("Aline", "Boris", "Chloé")]
    for person in people:
        make_affiliation(person, organisation)
    return people


@pytest.fixture
def enrol_team(organisation, referent, team):
    def verb(cohort, people=None, *, by=referent, when_full=WhenFull.REFUSE):
        ids = [one.id for one in people or team]
        given = {"organisation_id": organisation.id, "when_full": when_full}
        return do(enrol_colleagues, cohort, ids, by=by, **given)

    return verb


@pytest.fixture
def cohort(pathway, sessions):
    return make_cohort(pathway, sessions)


def booked(db, person):
    return db.scalars(select(Booking.status).where(Booking.person_id == person.id)).all()


def test_each_has_every_date_of_the_cohort_for_the_organisation_and_one_message(
    db, enrol_team, cohort, organisation, referent, team
):
    outcome = enrol_team(cohort)

    assert outcome.refused == []
    assert [one.person_id for one in outcome.enrolled] == [one.id for one in team]
    assert {(one.cohort_id, one.organisation_id) for one in outcome.enrolled} == {
        (cohort.id, organisation.id)
    }
    assert [len(booked(db, person)) for person in team] == [3, 3, 3]
    assert set(db.scalars(select(Booking.booked_by_id))) == {referent.id}
    assert kinds_posted(db) == ["pathway_active"] * 3


def test_who_finds_a_session_full_has_nothing_and_the_others_keep_theirs(db, enrol_team, team):
    pathway = make_pathway()
    cohort = make_cohort(pathway, plan_sessions(pathway, capacities=(5, 2, 5)))

    outcome = enrol_team(cohort)

    assert [len(booked(db, person)) for person in team] == [3, 3, 0]
    ((person, error),) = outcome.refused
    assert person.id == team[2].id
    assert isinstance(error, PlanRefused)
    assert [type(one) for one in error.refusals.values()] == [Full]


def test_or_waits_whole_when_the_referent_says_so(db, enrol_team, team):
    pathway = make_pathway()
    cohort = make_cohort(pathway, plan_sessions(pathway, capacities=(5, 2, 5)))

    outcome = enrol_team(cohort, when_full=WhenFull.WAIT)

    assert [one.state for one in outcome.enrolled] == [
        EnrolmentState.ACTIVE,
        EnrolmentState.ACTIVE,
        EnrolmentState.WAITING,
    ]
    assert booked(db, team[2]) == [BookingStatus.WAITLISTED]


def test_who_follows_it_already_or_is_elsewhere_then_does_not_stop_the_others(
    db, enrol_team, pathway, sessions, cohort, team
):
    follow(pathway, team[0], ids_of(sessions))
    same_hours = plan_sessions(make_pathway())
    book(next(iter(same_hours.values())), team[1])

    outcome = enrol_team(cohort)

    assert [one.person_id for one in outcome.enrolled] == [team[2].id]
    assert [type(error) for _person, error in outcome.refused] == [AlreadyEnrolled, PlanRefused]
    assert len(booked(db, team[1])) == 1


def test_only_her_own_people_by_their_referent_and_while_the_cohort_is_open(db, enrol_team, cohort, team):
    with pytest.raises(NotAColleague):
        enrol_team(cohort, [make_person()])
    with pytest.raises(Forbidden):
        enrol_team(cohort, by=team[0])

    do(remove_cohort, cohort, by=make_person())
    with pytest.raises(NotFound):
        enrol_team(cohort)
