from sqlalchemy import select

from shared_services.network.models import Departement
from shared_services.network.neighbours import NEIGHBOURS, with_neighbours

OVERSEAS = {"971", "972", "973", "974", "976"}


def test_a_neighbour_has_its_neighbour_for_neighbour():
    alone = [
        (one, other) for one, others in NEIGHBOURS.items() for other in others if one not in NEIGHBOURS[other]
    ]

    assert alone == []


def test_nobody_is_her_own_neighbour_nor_counted_twice():
    assert all(code not in others and len(set(others)) == len(others) for code, others in NEIGHBOURS.items())


def test_every_departement_of_the_mainland_and_corsica_is_there(db):
    known = set(db.scalars(select(Departement.code)))

    assert set(NEIGHBOURS) == known - OVERSEAS


def test_a_departement_comes_before_its_neighbours():
    assert with_neighbours("62") == ("62", "59", "80")
    assert with_neighbours("974") == ("974",)
