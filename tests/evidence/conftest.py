import pytest

from shared_services.core.database import transaction
from shared_services.kinds.trainings.queries import get_session
from tests.support.bookings import book
from tests.support.evidence import make_identity
from tests.support.makers import (
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
    hub = make_hub("Hub du Nord")
    make_identity(hub)
    return hub


@pytest.fixture
def trainer(hub):
    return make_trainer(hub)


@pytest.fixture
def manager(hub):
    return make_manager(hub)


@pytest.fixture
def offer(hub):
    return make_offer(
        hub,
        prerequisites="Savoir ouvrir un navigateur.",
        bring="Un ordinateur.",
        methods="Exercices à deux.",
        assessment="Un cas pratique à la fin.",
    )


@pytest.fixture
def session(offer, trainer):
    """A morning and an afternoon on 2 February 2027, taught by the trainer."""
    session = make_session(offer, access_notes="Parking derrière la gare.")
    with transaction() as db:
        get_session(db, session.id).trainers = [db.merge(trainer)]
    return session


@pytest.fixture
def library(db):
    return make_organisation("Médiathèque de Lens", siret="35600000000048")


@pytest.fixture
def alice(session, library):
    return book(session, make_person("Alice", "Durand"), organisation_id=library.id)


@pytest.fixture
def bob(session):
    return book(session, make_person("Bob", "Martin"))
