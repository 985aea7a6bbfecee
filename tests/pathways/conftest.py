import pytest

from tests.support.makers import make_person
from tests.support.pathways import follow, ids_of, make_pathway, plan_sessions


@pytest.fixture
def pathway(db):
    return make_pathway()


@pytest.fixture
def sessions(pathway):
    """One of each module, a week apart, by the number of the module."""
    return plan_sessions(pathway)


@pytest.fixture
def ana(db):
    return make_person("Ana", "Aidante")


@pytest.fixture
def enrolment(pathway, sessions, ana):
    return follow(pathway, ana, ids_of(sessions))
