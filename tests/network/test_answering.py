import pytest

from shared_services.network.models import BondState
from shared_services.network.policies import can_decide_affiliation
from shared_services.network.queries import list_answering_hub_ids, list_requests_for_hub
from tests.support.makers import (
    make_affiliation,
    make_hub,
    make_manager,
    make_membership,
    make_organisation,
    make_person,
)


@pytest.fixture
def near(db):
    return make_hub(departements=("62",))


@pytest.fixture
def far(db):
    return make_hub(departements=("974",))


@pytest.fixture
def organisation(db):
    return make_organisation(departement_code="62")


def answering(db, organisation):
    return list_answering_hub_ids(db, organisation.id)


class TestWhichHubsAnswerForAnOrganisation:
    def test_those_it_is_a_member_of_wherever_they_are(self, db, organisation, near, far):
        make_membership(organisation, far)

        assert answering(db, organisation) == [far.id]

    def test_one_it_only_asks_to_join_has_no_say_beside_them(self, db, organisation, near, far):
        make_membership(organisation, near)
        make_membership(organisation, far, state=BondState.REQUESTED)

        assert answering(db, organisation) == [near.id]

    def test_the_one_it_asks_when_nobody_else_can(self, db, organisation, near, far):
        make_membership(organisation, far, state=BondState.REQUESTED)

        assert answering(db, organisation) == [far.id]

    @pytest.mark.parametrize("state", [BondState.REFUSED, BondState.ENDED])
    def test_those_of_its_departement_once_no_hub_has_it(self, db, organisation, near, far, state):
        make_membership(organisation, far, state=state)

        assert answering(db, organisation) == [near.id]

    @pytest.mark.parametrize("asks", [True, False])
    def test_none_where_a_referent_can_and_no_hub_has_it(self, db, organisation, near, asks):
        make_affiliation(make_person(), organisation, is_referent=True)
        if asks:
            make_membership(organisation, near, state=BondState.REQUESTED)

        assert answering(db, organisation) == []

    def test_the_list_of_a_hub_holds_what_its_managers_may_decide(self, db, organisation, near, far):
        make_membership(organisation, near)
        affiliation = make_affiliation(make_person(), organisation, state=BondState.REQUESTED)

        for hub in (near, far):
            listed = affiliation in list_requests_for_hub(db, hub.id)
            assert listed == can_decide_affiliation(db, make_manager(hub), affiliation_id=affiliation.id)
            assert listed == (hub is near)
