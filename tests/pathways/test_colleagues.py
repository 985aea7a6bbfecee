import pytest

from shared_services.core.database import read_session
from shared_services.core.errors import NotFound
from shared_services.pathways.colleagues import colleagues_page
from tests.support.makers import MONDAY, make_affiliation, make_organisation, make_person
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
def cohort(pathway, sessions):
    return make_cohort(pathway, sessions)


def read(pathway, cohort, referent, organisation_id=None):
    return colleagues_page(read_session(), pathway.id, cohort.id, referent, organisation_id, now=MONDAY)


def test_who_follows_it_already_is_not_asked_again(pathway, sessions, cohort, organisation, referent, ana):
    make_affiliation(ana, organisation)
    follow(pathway, ana, ids_of(sessions), organisation_id=organisation.id)

    page = read(pathway, cohort, referent)

    assert [one.id for one in page.free] == [referent.id]
    assert [one.person_id for one in page.following] == [ana.id]


def test_the_cohort_is_of_the_pathway_and_the_organisation_is_hers(pathway, cohort, referent):
    other = make_pathway()
    strange = make_cohort(other, plan_sessions(other))

    with pytest.raises(NotFound):
        read(pathway, strange, referent)
    with pytest.raises(NotFound):
        read(pathway, cohort, referent, make_organisation().id)
