import pytest

from shared_services.booking.models import Audience
from shared_services.pathways.candidates import ELSEWHERE, HERE, NEXT_DOOR, departements_in, read_candidates
from tests.support.makers import (
    MONDAY,
    make_affiliation,
    make_aidant,
    make_hub,
    make_organisation,
    make_person,
    make_session,
)
from tests.support.pathways import make_pathway, modules_of, trainings_of


@pytest.mark.parametrize(
    ("address", "codes"),
    [
        ("Place Roger-Salengro, 62300 Lens", {"62"}),
        ("12000 pas de la gare, 97400 Saint-Denis", {"974"}),
        ("Cours Napoléon, 20000 Ajaccio", {"2A", "2B"}),
        ("Salle des fêtes", set()),
        ("", set()),
    ],
)
def test_a_postcode_tells_the_departement(address, codes):
    assert departements_in(address) == codes


def test_how_far_a_session_is_from_her_organisation(db):
    pathway, ana = make_pathway(modules=1), make_person()
    make_affiliation(ana, make_organisation())  # in Pas-de-Calais
    (_module_id, training), *_rest = trainings_of(pathway)
    near = make_session(training)
    beside = make_session(training, address="80000 Amiens")
    far = make_session(training, address="13001 Marseille")
    remote = make_session(training, place_name="", address="", video_link="https://visio.test.example")

    found = read_candidates(db, modules_of(pathway), ana, now=MONDAY)

    distances = {one.session_id: one.distance for one in found.steps[0].options}
    assert distances == {near.id: HERE, beside.id: NEXT_DOOR, far.id: ELSEWHERE, remote.id: HERE}


def test_a_session_that_is_not_for_her_is_not_proposed(db):
    home = make_hub()
    pathway, lena = make_pathway(home, modules=1), make_aidant(make_hub())
    (_module_id, training), *_rest = trainings_of(pathway)
    make_session(training, audience=Audience.HUB_MEMBERS)
    shared = make_session(training, audience=Audience.ANY_HUB)
    public = make_session(training, audience=Audience.ANYONE)

    def proposed_to(person):
        found = read_candidates(db, modules_of(pathway), person, now=MONDAY)
        return {option.session_id for option in found.steps[0].options}

    assert proposed_to(lena) == {shared.id, public.id}
    assert proposed_to(make_person()) == {public.id}
    assert len(proposed_to(make_aidant(home))) == 3
