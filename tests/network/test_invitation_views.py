from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.accounts.passwords import hash_password
from shared_services.core.audit import AuditEntry
from shared_services.core.signing import sign
from shared_services.network.models import (
    Affiliation,
    BondState,
    HubRole,
    Invitation,
    InvitationState,
    InvitationUse,
    StaffRole,
)
from shared_services.outbox.letters import Dropped
from shared_services.outbox.models import OutboxMessage
from shared_services.outbox.rendering import render
from tests.support.makers import (
    MONDAY,
    count,
    kinds_posted,
    make_admin,
    make_affiliation,
    make_hub,
    make_invitation,
    make_manager,
    make_membership,
    make_organisation,
    make_person,
)
from tests.support.queries import count_queries

PASSWORD = "la marelle de Lens"
ACCOUNT = {
    "first_name": "Nina",
    "last_name": "Neuve",
    "email": "nina@lens.example",
    "password": PASSWORD,
    "language": "fr",
}


@pytest.fixture
def organisation(db):
    return make_organisation("Médiathèque de Lens")


@pytest.fixture
def referent(organisation):
    person = make_person("Rémi", "Férent")
    make_affiliation(person, organisation, is_referent=True)
    return person


@pytest.fixture
def path_of(app):
    def path(invitation):
        with app.app_context():
            return f"/invitation/{sign('invitation', invitation.nonce)}"

    return path


def only(db, model):
    return db.scalars(select(model)).one()


def mailed(db):
    return db.scalars(select(OutboxMessage).where(OutboxMessage.kind == "invitation")).all()


class TestInvitingByMail:
    def test_a_referent_invites_an_address_that_is_mailed_a_link(self, sign_in, db, organisation, referent):
        client = sign_in(referent)

        answer = client.post(
            f"/organisations/{organisation.id}/invitations", data={"email": "Nina@Lens.example"}
        )

        invitation = only(db, Invitation)
        assert answer.status_code == 303
        assert (invitation.email, invitation.max_uses, invitation.state) == ("nina@lens.example", 1, "open")
        assert invitation.expires_at == MONDAY + timedelta(days=14)
        letter = render(db, mailed(db)[0])
        text = letter.get_body(("plain",)).get_content()
        assert "Rémi Férent vous invite à rejoindre Médiathèque de Lens" in text
        assert f"/invitation/{sign('invitation', invitation.nonce)}" in text

    def test_the_page_says_the_same_for_an_address_that_has_an_account(
        self, sign_in, db, organisation, referent
    ):
        known = make_person(email="known@test.example")
        client, path = sign_in(referent), f"/organisations/{organisation.id}/invitations"

        client.post(path, data={"email": known.email})
        first = client.get(path).page.text
        client.post(path, data={"email": "nobody@test.example"})
        second = client.get(path).page.text

        assert "L'invitation est envoyée à known@test.example" in first
        assert "L'invitation est envoyée à nobody@test.example" in second

    def test_a_mailed_link_is_shown_to_nobody_who_lists_it(self, sign_in, db, organisation, referent):
        make_invitation(organisation, by=referent, email="nina@lens.example")

        page = sign_in(referent).get(f"/organisations/{organisation.id}/invitations").page

        assert "nina@lens.example" in page.text
        assert "/invitation/" not in page.html

    def test_inviting_again_sends_the_same_link_again(self, sign_in, db, organisation, referent, at):
        client, path = sign_in(referent), f"/organisations/{organisation.id}/invitations"
        client.post(path, data={"email": "nina@lens.example"})
        with at(MONDAY + timedelta(days=2)):
            client.post(path, data={"email": "nina@lens.example"})

        assert only(db, Invitation).expires_at == MONDAY + timedelta(days=16)
        assert len(mailed(db)) == 2

    def test_an_address_that_cannot_be_one_is_refused_beside_its_field(self, sign_in, organisation, referent):
        answer = sign_in(referent).post(
            f"/organisations/{organisation.id}/invitations", data={"email": "nina"}
        )

        assert answer.status_code == 422
        assert answer.page.values()["email"] == "nina"
        assert answer.page.by_id("email-error") is not None

    def test_nobody_makes_the_site_write_to_the_whole_world(self, sign_in, db, organisation, referent):
        client, path = sign_in(referent), f"/organisations/{organisation.id}/invitations"
        for number in range(30):
            client.post(path, data={"email": f"someone{number}@test.example"})

        answer = client.post(path, data={"email": "onemore@test.example"})

        assert "Trop d'essais" in answer.page.text
        assert len(mailed(db)) == 30

    def test_a_manager_invites_to_a_member_organisation_and_a_stranger_to_it_does_not(
        self, sign_in, db, organisation
    ):
        hub = make_hub()
        make_membership(organisation, hub)
        path = f"/organisations/{organisation.id}/invitations"

        assert sign_in(make_manager(hub)).get(path).status_code == 200
        assert sign_in(make_manager(make_hub())).get(path).status_code == 403

    def test_a_revoked_invitation_is_not_mailed(self, sign_in, db, organisation, referent):
        client = sign_in(referent)
        client.post(f"/organisations/{organisation.id}/invitations", data={"email": "nina@lens.example"})
        client.post(f"/invitations/{only(db, Invitation).id}/revoke")

        with pytest.raises(Dropped):
            render(db, mailed(db)[0])


class TestInvitingToATeam:
    def test_a_manager_invites_a_trainer_who_accepts(self, sign_in, db, path_of):
        hub = make_hub("Hub du bassin")
        client = sign_in(make_manager(hub))
        client.post(f"/manage/{hub.id}/invitations", data={"email": "t@test.example", "role": "trainer"})
        trainer = make_person("Tom", "Former", email="t@test.example")

        answer = sign_in(trainer).post(path_of(only(db, Invitation)))

        role = db.scalars(select(HubRole).where(HubRole.person_id == trainer.id)).one()
        assert (answer.status_code, role.hub_id, role.role) == (303, hub.id, StaffRole.TRAINER)
        assert "Tom Former" in client.get(f"/manage/{hub.id}/invitations").page.text

    def test_a_role_that_is_not_in_the_list_is_refused(self, sign_in, db):
        hub = make_hub()

        answer = sign_in(make_manager(hub)).post(
            f"/manage/{hub.id}/invitations", data={"email": "t@test.example", "role": "queen"}
        )

        assert answer.status_code == 422
        assert count(db, Invitation) == 0

    def test_an_admin_invites_the_first_manager(self, sign_in, db):
        hub = make_hub()

        sign_in(make_admin()).post(
            f"/manage/{hub.id}/invitations", data={"email": "m@test.example", "role": "manager"}
        )

        assert only(db, Invitation).role == StaffRole.MANAGER


class TestAccepting:
    def test_a_stranger_reads_who_invites_her_to_what(self, client, organisation, referent, path_of):
        invitation = make_invitation(organisation, by=referent, email="nina@lens.example")

        page = client.get(path_of(invitation)).page

        assert "Rémi Férent vous invite à rejoindre Médiathèque de Lens." in page.text
        assert page.links["J'ai déjà un compte"].startswith("/login?next=")

    def test_with_the_invited_address_an_account_needs_no_other_confirmation(
        self, client, db, organisation, referent, path_of
    ):
        path = path_of(make_invitation(organisation, by=referent, email="nina@lens.example"))
        assert client.get(f"{path}/signup").page.values()["email"] == "nina@lens.example"

        answer = client.post(f"{path}/signup", data=ACCOUNT)
        client.post(path)

        nina = db.scalars(select(Person).where(Person.email == "nina@lens.example")).one()
        bond = db.scalars(select(Affiliation).where(Affiliation.person_id == nina.id)).one()
        assert (answer.status_code, answer.location) == (303, path)
        assert nina.email_confirmed_at == MONDAY
        assert (bond.state, bond.decided_at) == (BondState.ACCEPTED, MONDAY)
        assert only(db, Invitation).state == InvitationState.ACCEPTED
        assert db.scalars(select(InvitationUse.person_id)).all() == [nina.id]

    def test_another_address_must_be_confirmed_first(self, client, db, organisation, referent, path_of):
        path = path_of(make_invitation(organisation, by=referent, email="nina@lens.example"))

        answer = client.post(f"{path}/signup", data=ACCOUNT | {"email": "other@lens.example"})

        other = db.scalars(select(Person).where(Person.email == "other@lens.example")).one()
        assert answer.location == "/signup/sent"
        assert other.email_confirmed_at is None
        assert kinds_posted(db) == ["confirm_email"]

    def test_a_link_to_share_confirms_no_address(self, client, db, organisation, referent, path_of):
        path = path_of(make_invitation(organisation, by=referent, max_uses=5))

        client.post(f"{path}/signup", data=ACCOUNT)

        nina = db.scalars(select(Person).where(Person.email == "nina@lens.example")).one()
        assert nina.email_confirmed_at is None

    def test_an_account_of_the_invited_address_is_not_taken_over(
        self, client, db, organisation, referent, path_of
    ):
        nina = make_person(email="nina@lens.example", password_hash=hash_password("une autre marelle"))
        before = nina.password_hash
        path = path_of(make_invitation(organisation, by=referent, email=nina.email))

        answer = client.post(f"{path}/signup", data=ACCOUNT)

        assert answer.status_code == 422
        assert "Vous avez déjà un compte" in answer.page.text
        assert db.get(Person, nina.id).password_hash == before

    def test_a_request_that_waited_is_answered_by_it(self, sign_in, db, organisation, referent, path_of):
        nina = make_person("Nina")
        bond = make_affiliation(nina, organisation, state=BondState.REQUESTED)

        sign_in(nina).post(path_of(make_invitation(organisation, by=referent, email=nina.email)))

        assert db.get(Affiliation, bond.id).state == BondState.ACCEPTED
        assert count(db, Affiliation) == 2

    def test_who_belongs_already_uses_nothing_up(self, sign_in, db, organisation, referent, path_of):
        invitation = make_invitation(organisation, by=referent, max_uses=5)

        sign_in(referent).post(path_of(invitation))

        assert only(db, Invitation).uses == 0

    def test_as_referent_she_speaks_for_the_organisation(self, sign_in, db, organisation, referent, path_of):
        nina = make_person("Nina")
        invitation = make_invitation(organisation, by=referent, email=nina.email, as_referent=True)

        sign_in(nina).post(path_of(invitation))

        bond = db.scalars(select(Affiliation).where(Affiliation.person_id == nina.id)).one()
        assert bond.is_referent
        accepted = select(AuditEntry).where(
            AuditEntry.subject_kind == "invitation", AuditEntry.action == "accepted"
        )
        assert db.scalars(accepted).one().actor_id == nina.id

    def test_a_shared_link_ends_with_its_last_use(self, sign_in, db, organisation, referent, path_of):
        path = path_of(make_invitation(organisation, by=referent, max_uses=2))
        first, second, third = make_person(), make_person(), make_person()

        assert sign_in(first).post(path).status_code == 303
        assert sign_in(second).post(path).status_code == 303
        assert sign_in(third).post(path).status_code == 410
        assert only(db, Invitation).state == InvitationState.ACCEPTED


class TestALinkThatEnded:
    @pytest.fixture
    def invitation(self, organisation, referent):
        return make_invitation(organisation, by=referent, email="nina@lens.example")

    def test_after_fourteen_days(self, client, invitation, path_of, at):
        with at(MONDAY + timedelta(days=14)):
            assert client.get(path_of(invitation)).status_code == 410

    def test_sent_again_after_that_it_works_again(self, sign_in, client, invitation, referent, path_of, at):
        with at(MONDAY + timedelta(days=20)):
            sign_in(referent).post(f"/invitations/{invitation.id}/resend")
            assert client.get(path_of(invitation)).status_code == 200

    def test_once_revoked_for_ever(self, sign_in, client, db, invitation, referent, path_of):
        sign_in(referent).post(f"/invitations/{invitation.id}/revoke")

        assert client.get(path_of(invitation)).status_code == 410
        assert sign_in(referent).post(f"/invitations/{invitation.id}/resend").status_code == 410

    def test_when_who_made_it_may_no_longer_invite(
        self, sign_in, db, client, invitation, referent, organisation, path_of
    ):
        bond = db.scalars(select(Affiliation).where(Affiliation.person_id == referent.id)).one()
        sign_in(referent).post(f"/affiliations/{bond.id}/end")

        assert client.get(path_of(invitation)).status_code == 410
        assert sign_in(make_person()).post(path_of(invitation)).status_code == 410

    def test_a_link_made_elsewhere_opens_nothing(self, client, invitation):
        assert client.get(f"/invitation/{invitation.nonce}").status_code == 404

    def test_a_shared_link_is_never_mailed(self, sign_in, db, organisation, referent):
        shared = make_invitation(organisation, by=referent, max_uses=5)

        assert sign_in(referent).post(f"/invitations/{shared.id}/resend").status_code == 409
        assert mailed(db) == []


class TestSharing:
    def test_the_link_is_there_to_copy_with_its_uses(self, sign_in, db, organisation, referent, path_of):
        client, path = sign_in(referent), f"/organisations/{organisation.id}/invitations"

        client.post(f"{path}/link", data={"max_uses": "7"})
        page = client.get(path).page

        assert path_of(only(db, Invitation)) in page.html
        assert "Utilisé 0 fois sur 7" in page.text

    @pytest.mark.parametrize("typed", ["0", "51", "beaucoup", ""])
    def test_for_a_number_of_people_that_makes_sense(self, sign_in, db, organisation, referent, typed):
        answer = sign_in(referent).post(
            f"/organisations/{organisation.id}/invitations/link", data={"max_uses": typed}
        )

        assert answer.status_code == 422
        assert count(db, Invitation) == 0

    def test_the_list_costs_the_same_whatever_its_length(self, sign_in, db, organisation, referent):
        client, path = sign_in(referent), f"/organisations/{organisation.id}/invitations"
        make_invitation(organisation, by=referent, email="a@test.example")
        with count_queries() as few:
            client.get(path)
        for number in range(8):
            make_invitation(organisation, by=referent, email=f"b{number}@test.example")
        with count_queries() as many:
            client.get(path)

        assert len(many) == len(few)
