import pytest
from sqlalchemy import select

from shared_services.network.models import Affiliation, BondState, HubRole, StaffRole
from tests.support import makers
from tests.support.twins import make_twins, merge


@pytest.fixture
def twins(db):
    return make_twins()


def test_who_belongs_twice_belongs_once_with_the_better_tie(db, twins):
    kept, twin = twins
    organisation, hub = makers.make_organisation(), makers.make_hub()
    makers.make_affiliation(kept, organisation, state=BondState.REQUESTED)
    makers.make_affiliation(twin, organisation, is_referent=True)
    makers.make_role(kept, hub)
    makers.make_role(twin, hub)

    merge(kept, twin)

    live = db.scalars(select(Affiliation).where(Affiliation.state == BondState.ACCEPTED)).all()
    assert [(bond.person_id, bond.is_referent) for bond in live] == [(kept.id, True)]
    roles = db.scalars(select(HubRole).where(HubRole.hub_id == hub.id, HubRole.ended_at.is_(None))).all()
    assert [(role.person_id, role.role) for role in roles] == [(kept.id, StaffRole.MANAGER)]
