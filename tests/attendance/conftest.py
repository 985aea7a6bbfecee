import pytest

from shared_services.core.database import transaction
from shared_services.kinds.trainings.queries import get_session
from tests.support.bookings import book
from tests.support.makers import (
    make_affiliation,
    make_hub,
    make_manager,
    make_offer,
    make_organisation,
    make_person,
    make_session,
    make_trainer,
)


@pytest.fixture
def hub(db):
    return make_hub("Hub du Nord")


@pytest.fixture
def trainer(hub):
    return make_trainer(hub)


@pytest.fixture
def manager(hub):
    return make_manager(hub)


@pytest.fixture
def session(hub, trainer):
    """A morning and an afternoon with twelve seats, taught by the trainer."""
    session = make_session(make_offer(hub))
    with transaction() as db:
        get_session(db, session.id).trainers = [db.merge(trainer)]
    return session


@pytest.fixture
def alice(session):
    return book(session, make_person("Alice", "Durand"))


@pytest.fixture
def bob(session):
    return book(session, make_person("Bob", "Martin"))


@pytest.fixture
def team(db):
    return make_organisation("Médiathèque de Lens")


@pytest.fixture
def carol(session, team):
    return book(session, make_person("Carol", "Petit"), organisation_id=team.id)


@pytest.fixture
def dan(team):
    dan = make_person("Dan", "Roy")
    make_affiliation(dan, team)
    return dan
