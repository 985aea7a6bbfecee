import itertools

import pytest

from shared_services.core.audit import AuditEntry
from shared_services.core.database import transaction
from shared_services.network import bonds
from shared_services.network.errors import AlreadyDecided
from shared_services.network.models import Affiliation, BondState
from tests.support.makers import MONDAY, count, make_affiliation, make_organisation, make_person

LEGAL = {
    ("requested", "accepted"),
    ("requested", "refused"),
    ("requested", "ended"),
    ("accepted", "ended"),
}


@pytest.mark.parametrize(("before", "to"), list(itertools.product(BondState, BondState)))
def test_only_the_moves_of_the_table_are_made(db, before, to):
    person = make_person()
    affiliation_id = make_affiliation(person, make_organisation(), state=before).id

    def move():
        with transaction() as db:
            bonds.move(db, db.get_one(Affiliation, affiliation_id), to, by=person, now=MONDAY)

    if (before.value, to.value) in LEGAL:
        move()
        assert db.get_one(Affiliation, affiliation_id).state == to
        assert count(db, AuditEntry) == 1
    else:
        with pytest.raises(AlreadyDecided):
            move()
