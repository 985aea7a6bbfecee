import pytest
from sqlalchemy import select

from shared_services.core.database import transaction
from shared_services.network import operations
from shared_services.network.models import BondState, HubRole, StaffRole
from shared_services.outbox.letters import Dropped
from shared_services.outbox.models import OutboxMessage
from shared_services.outbox.registry import renderer_of
from shared_services.outbox.rendering import render
from tests.support.makers import (
    MONDAY,
    kinds_posted,
    make_admin,
    make_affiliation,
    make_hub,
    make_manager,
    make_membership,
    make_organisation,
    make_person,
)


def do(operation, *given, **named):
    with transaction() as db:
        operation(db, *given, now=MONDAY, **named)


def recipients(db, kind):
    return set(db.scalars(select(OutboxMessage.recipient).where(OutboxMessage.kind == kind)))


def mail(db, kind):
    message = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)).one()
    email = render(db, message)
    text, html = (email.get_body((part,)).get_content() for part in ("plain", "html"))
    return email["Subject"], text, html


@pytest.fixture
def hub(db):
    return make_hub("Hub du bassin")


@pytest.fixture
def organisation(db, hub):
    organisation = make_organisation("Cyber-base & Cie")
    make_membership(organisation, hub)
    return organisation


class TestARequestToJoinAnOrganisation:
    def test_is_told_to_its_referents_alone(self, db, hub, organisation):
        make_manager(hub)
        referent = make_person(email="remi@test.example")
        make_affiliation(referent, organisation, is_referent=True)

        do(operations.request_affiliation, organisation.id, person=make_person("Ana"))

        assert recipients(db, "affiliation_requested") == {"remi@test.example"}
        subject, text, html = mail(db, "affiliation_requested")
        assert subject == "Ana Martin demande à rejoindre Cyber-base & Cie"
        assert "/my-organisations" in text
        assert "Cyber-base &amp; Cie" in html

    def test_is_told_to_the_hub_where_there_is_no_referent_but_never_to_who_asks(self, db, hub, organisation):
        asking = make_manager(hub)
        make_manager(hub, email="other@test.example")

        do(operations.request_affiliation, organisation.id, person=asking)

        assert recipients(db, "affiliation_requested") == {"other@test.example"}

    def test_is_no_longer_told_once_it_has_its_answer(self, db, hub, organisation):
        manager = make_manager(hub)
        do(operations.request_affiliation, organisation.id, person=make_person())
        asked = db.scalars(select(OutboxMessage)).one()
        do(operations.accept_affiliation, asked.payload["id"], by=manager)

        with pytest.raises(Dropped):
            renderer_of("affiliation_requested")(db, asked.payload)


class TestTheAnswer:
    @pytest.mark.parametrize(
        ("verb", "subject"),
        [
            (operations.accept_affiliation, "Accepté : vous faites partie de Cyber-base & Cie"),
            (operations.refuse_affiliation, "Refusé : votre demande à Cyber-base & Cie"),
            (operations.end_affiliation, "Vous ne faites plus partie de Cyber-base & Cie"),
        ],
    )
    def test_is_told_to_who_asked(self, db, hub, organisation, verb, subject):
        person = make_person(email="ana@test.example")
        asked = make_affiliation(person, organisation, state=BondState.REQUESTED)

        do(verb, asked.id, by=make_manager(hub))

        assert recipients(db, "affiliation_decided") == {"ana@test.example"}
        assert mail(db, "affiliation_decided")[0].replace("\u00a0", " ") == subject

    def test_who_leaves_by_herself_is_told_nothing(self, db, organisation):
        person = make_person()
        do(operations.end_affiliation, make_affiliation(person, organisation).id, by=person)

        assert kinds_posted(db) == []

    def test_is_not_told_when_it_changed_before_it_left(self, db, hub, organisation):
        person, manager = make_person(), make_manager(hub)
        affiliation = make_affiliation(person, organisation, state=BondState.REQUESTED)
        do(operations.accept_affiliation, affiliation.id, by=manager)
        do(operations.end_affiliation, affiliation.id, by=person)

        with pytest.raises(Dropped):
            mail(db, "affiliation_decided")


class TestAMembership:
    def test_asked_for_is_told_to_the_managers(self, db, hub):
        make_manager(hub, email="maud@test.example")
        organisation = make_organisation("Mairie de Liévin")

        do(operations.request_membership, organisation.id, hub.id, by=make_person())

        assert recipients(db, "membership_requested") == {"maud@test.example"}
        assert f"/manage/{hub.id}/members" in mail(db, "membership_requested")[1]

    @pytest.mark.parametrize(
        ("state", "verb", "words"),
        [
            (BondState.REQUESTED, operations.accept_membership, "est membre de Hub du bassin"),
            (BondState.REQUESTED, operations.refuse_membership, "Adhésion refusée"),
            (BondState.ACCEPTED, operations.end_membership, "Fin d'adhésion"),
        ],
    )
    def test_decided_is_told_to_the_referents(self, db, hub, state, verb, words):
        organisation = make_organisation()
        make_affiliation(make_person(email="remi@test.example"), organisation, is_referent=True)
        make_affiliation(make_person(), organisation)
        membership = make_membership(organisation, hub, state=state)

        do(verb, membership.id, by=make_manager(hub))

        assert recipients(db, "membership_decided") == {"remi@test.example"}
        assert words in mail(db, "membership_decided")[0]

    def test_without_a_referent_who_asks_to_be_one_is_told_and_not_who_only_asks_to_join(self, db, hub):
        organisation = make_organisation()
        requested = {"state": BondState.REQUESTED}
        make_affiliation(make_person(email="cleo@test.example"), organisation, is_referent=True, **requested)
        make_affiliation(make_person(email="joe@test.example"), organisation, **requested)
        membership = make_membership(organisation, hub, state=BondState.REQUESTED)

        do(operations.refuse_membership, membership.id, by=make_manager(hub))

        assert recipients(db, "membership_decided") == {"cleo@test.example"}


class TestAnAppointment:
    def test_is_told_once_to_the_person(self, db, hub):
        make_person(email="tina@test.example")
        for _ in range(2):
            do(operations.appoint_staff, hub.id, "tina@test.example", StaffRole.TRAINER, by=make_admin())

        assert kinds_posted(db) == ["staff_appointed"]
        assert "Hub du bassin" in mail(db, "staff_appointed")[0]

    def test_is_not_told_when_it_ended_before(self, db, hub):
        make_person(email="tina@test.example")
        admin = make_admin()
        do(operations.appoint_staff, hub.id, "tina@test.example", StaffRole.TRAINER, by=admin)
        do(operations.end_role, hub.id, db.scalars(select(HubRole.id)).one(), by=admin)

        with pytest.raises(Dropped):
            mail(db, "staff_appointed")
