"""The same request or the same answer given many times at once, with real threads and real commits."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from shared_services.accounts.queries import get_person
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.network import operations
from shared_services.network.errors import (
    AlreadyDecided,
    InvitationOver,
    LastManager,
    NameTaken,
    SiretTaken,
)
from shared_services.network.models import (
    Affiliation,
    BondState,
    Hub,
    HubRole,
    InvitationUse,
    Membership,
    Organisation,
    OrganisationKind,
    WaitingRule,
)
from tests.support.makers import (
    MONDAY,
    make_admin,
    make_affiliation,
    make_hub,
    make_invitation,
    make_manager,
    make_organisation,
    make_person,
)
from tests.support.real import all_at_once, real_app

pytestmark = pytest.mark.race

ROUNDS = 5


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with real_app(tmp_path_factory.mktemp("belonging")) as app:
        yield app


@pytest.fixture
def made(app):
    with app.app_context(), clock.stopped(MONDAY):
        yield


def task(operation, *given, by_id, as_name="by", **named):
    def run():
        with transaction() as db:
            person = get_person(db, by_id)
            operation(db, *given, now=MONDAY, **{as_name: person}, **named)

    return run


def outcomes(app, tasks):
    """How often each thing came out; None is a success."""
    return Counter(None if result is None else type(result) for result in all_at_once(app, tasks))


def count_where(model, *conditions):
    db = read_session()
    db.rollback()
    return db.scalar(select(func.count()).select_from(model).where(*conditions))


def facts_of(name, siret=None):
    return operations.OrganisationFacts(
        name=name, kind=OrganisationKind.ASSOCIATION, city="Lens", departement_code="62", siret=siret
    )


@pytest.mark.parametrize("number", range(ROUNDS))
class TestAtOnce:
    def test_one_person_asking_eight_times_asks_once(self, app, made, number):
        organisation_id, person_id = make_organisation().id, make_person().id
        ask = task(operations.request_affiliation, organisation_id, by_id=person_id, as_name="person")

        assert outcomes(app, [ask] * 8) == {None: 8}
        assert count_where(Affiliation, Affiliation.organisation_id == organisation_id) == 1

    def test_the_last_use_of_a_shared_link_is_for_one_of_two_people(self, app, made, number):
        organisation, referent = make_organisation(), make_person()
        make_affiliation(referent, organisation, is_referent=True)
        invitation_id = make_invitation(organisation, by=referent, max_uses=3, uses=2).id
        accept = [
            task(operations.accept_invitation, invitation_id, by_id=make_person().id, as_name="person")
            for _ in range(4)
        ]

        assert outcomes(app, accept) == {None: 1, InvitationOver: 3}
        assert count_where(InvitationUse, InvitationUse.invitation_id == invitation_id) == 1
        assert count_where(Affiliation, Affiliation.organisation_id == organisation.id) == 2

    def test_accepting_and_revoking_at_once_is_one_or_the_other(self, app, made, number):
        organisation, referent, nina = make_organisation(), make_person(), make_person()
        make_affiliation(referent, organisation, is_referent=True)
        invitation_id = make_invitation(organisation, by=referent, email="nina@test.example").id
        accept = task(operations.accept_invitation, invitation_id, by_id=nina.id, as_name="person")
        revoke = task(operations.revoke_invitation, invitation_id, by_id=referent.id)

        assert outcomes(app, [accept, revoke]) == {None: 1, InvitationOver: 1}

    def test_two_answers_to_one_request_are_one_answer(self, app, made, number):
        affiliation = make_affiliation(make_person(), make_organisation(), state=BondState.REQUESTED)
        given = {"by_id": make_person().id}
        yes = task(operations.accept_affiliation, affiliation.id, **given)
        no = task(operations.refuse_affiliation, affiliation.id, **given)

        assert outcomes(app, [yes, no]) == {None: 1, AlreadyDecided: 1}

    def test_one_proposal_clicked_eight_times_is_one_organisation(self, app, made, number):
        hub_id, person_id, name = make_hub().id, make_person().id, f"Cyber-base {number}"
        propose = task(operations.create_organisation, facts_of(name), hub_id=hub_id, by_id=person_id)

        assert outcomes(app, [propose] * 8) == {None: 8}
        assert count_where(Organisation, Organisation.name == name) == 1
        assert count_where(Membership, Membership.hub_id == hub_id) == 1

    def test_one_siret_proposed_by_two_people_in_two_hubs_is_one_organisation(self, app, made, number):
        siret = f"3560000000{number:04d}"
        proposals = [
            task(
                operations.create_organisation,
                facts_of(f"La Poste de {who}", siret),
                hub_id=make_hub().id,
                by_id=make_person().id,
            )
            for who in ("Lens", "Arras")
        ]

        assert outcomes(app, proposals) == {None: 1, SiretTaken: 1}

    def test_two_hubs_of_one_name_are_one_hub(self, app, made, number):
        facts = operations.HubFacts(
            name=f"Hub des volcans {number}",
            summary="",
            email="contact@hub.example",
            phone=None,
            city="Saint-Denis",
            departement_codes=["974"],
            time_zone="Indian/Reunion",
            cancel_hours=24,
            waiting_rule=WaitingRule.FIRST_COME,
        )
        create = task(operations.create_hub, facts, by_id=make_admin().id)

        assert outcomes(app, [create] * 2) == {None: 1, NameTaken: 1}
        assert count_where(Hub, Hub.name == facts.name) == 1

    def test_two_managers_who_leave_together_do_not_leave_the_hub_alone(self, app, made, number):
        hub = make_hub()
        people = [make_manager(hub), make_manager(hub)]
        roles = list(read_session().scalars(select(HubRole.id).where(HubRole.hub_id == hub.id)))
        leave = [
            task(operations.end_role, hub.id, role_id, by_id=person.id)
            for role_id, person in zip(roles, people, strict=True)
        ]

        assert outcomes(app, leave) == {None: 1, LastManager: 1}
