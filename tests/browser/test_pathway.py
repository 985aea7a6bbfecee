"""A pathway: its dates chosen at once or one by one, where she stands, and leaving it."""

import pytest
from sqlalchemy import select

from shared_services.accounts.passwords import hash_password
from shared_services.core.database import read_session
from shared_services.network.models import Hub
from shared_services.pathways.models import PathwayOffer
from tests.support.makers import make_aidant

from .conftest import PASSWORD

pytestmark = pytest.mark.browser


def take_the_suggestion(aidant):
    aidant.follow("Choisir ces dates")


def choose_one_by_one(aidant):
    """The latest date of each, which has room; each list is narrowed by what was chosen before."""
    for number in range(3):
        module = aidant.main.locator("fieldset:has(input[name^=m])").nth(number)
        for folded in module.locator("details.more:not([open]) summary").all():
            folded.click()
        module.locator("input[type=radio]").last.check()
        aidant.press("Vérifier ces dates")


RUNS = [
    pytest.param(1280, True, take_the_suggestion, id="desk"),
    pytest.param(390, False, choose_one_by_one, id="phone-without-javascript"),
]


@pytest.fixture
def pathway(site):
    with site.app.app_context():
        return read_session().scalars(select(PathwayOffer)).first()


@pytest.fixture
def email(site):
    """An aidant of the first hub who has booked nothing yet."""
    with site.app.app_context():
        hub = read_session().get_one(Hub, 1)
        return make_aidant(hub, password_hash=hash_password(PASSWORD)).email


@pytest.mark.parametrize(("width", "script", "choose"), RUNS)
def test_enrolled_then_left(open_site, pathway, email, width, script, choose):
    aidant = open_site(width, script=script, as_=email)
    aidant.go("/pathways")
    aidant.follow(pathway.title)
    aidant.picture("pathway")
    aidant.follow("Choisir mes dates")
    choose(aidant)
    assert "Votre plan" in aidant.text
    aidant.picture("pathway-plan")
    aidant.press("M'inscrire au parcours")

    # Three places are hers; she finds them from her pathways.
    aidant.go("/my/pathways")
    aidant.follow(pathway.title)
    assert "0 module fait sur 3" in aidant.text
    assert aidant.text.count("Place réservée") == 3
    aidant.picture("pathway-progress")

    aidant.follow("Quitter ce parcours")
    assert aidant.main.locator(".date-row").count() == 3
    aidant.press("Quitter le parcours")
    assert "Vous avez quitté le parcours" in aidant.text
    aidant.go(f"/pathways/{pathway.id}")
    assert "Choisir mes dates" in aidant.text
