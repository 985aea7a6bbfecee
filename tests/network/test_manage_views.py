import pytest

from shared_services.network.models import BondState, HubRole, StaffRole
from tests.support.makers import (
    count,
    kinds_posted,
    make_hub,
    make_manager,
    make_membership,
    make_organisation,
    make_person,
    make_role,
    make_trainer,
)
from tests.support.queries import count_queries


@pytest.fixture
def manager(hub):
    return make_manager(hub)


class TestMembers:
    def test_ending_a_membership_says_until_when(self, sign_in, db, hub, manager):
        membership = make_membership(make_organisation("Cyber-base"), hub)
        client = sign_in(manager)

        client.post(f"/manage/memberships/{membership.id}/end")

        db.expire_all()
        assert membership.state == BondState.ENDED
        assert "Cyber-base, jusqu'au lundi 4 janvier" in client.get(f"/manage/{hub.id}/members").page.text

    def test_a_manager_of_another_hub_is_refused(self, sign_in, db, hub):
        membership = make_membership(make_organisation(), hub, state=BondState.REQUESTED)
        client = sign_in(make_manager(make_hub()))

        assert client.get(f"/manage/{hub.id}/members").status_code == 403
        assert client.post(f"/manage/memberships/{membership.id}/accept").status_code == 403

    def test_the_list_costs_the_same_whatever_its_length(self, sign_in, db, hub, manager):
        client = sign_in(manager)
        make_membership(make_organisation(), hub)
        with count_queries() as few:
            client.get(f"/manage/{hub.id}/members")
        for _ in range(5):
            make_membership(make_organisation(), hub)
        with count_queries() as many:
            client.get(f"/manage/{hub.id}/members")

        assert len(many) == len(few)


class TestTeam:
    def test_a_trainer_is_added_by_the_address_of_her_account(self, sign_in, db, hub, manager):
        make_person("Tina", email="tina@test.example")
        client = sign_in(manager)

        client.post(f"/manage/{hub.id}/team", data={"email": "Tina@test.example"})

        assert "Tina Martin" in client.get(f"/manage/{hub.id}/team").page.text
        assert kinds_posted(db) == ["staff_appointed"]

    @pytest.mark.parametrize(
        ("email", "sentence"),
        [
            ("", "Ce champ est à remplir."),
            ("pas une adresse", "Écrivez une adresse e-mail complète"),
            ("personne@test.example", "Aucun compte confirmé"),
        ],
    )
    def test_bad_input_is_said_beside_the_field(self, sign_in, db, hub, manager, email, sentence):
        answer = sign_in(manager).post(f"/manage/{hub.id}/team", data={"email": email})

        assert answer.status_code == 422
        assert sentence in answer.page.text
        assert answer.page.values()["email"] == email

    def test_the_last_manager_cannot_leave(self, sign_in, db, hub, manager):
        role = db.query(HubRole).one()

        answer = sign_in(manager).post(f"/manage/{hub.id}/team/{role.id}/end")

        assert answer.status_code == 409
        assert "nommez-en une autre" in answer.page.text

    def test_a_trainer_who_leaves_is_no_longer_listed(self, sign_in, db, hub, manager):
        trainer = make_trainer(hub)
        role = db.query(HubRole).filter_by(person_id=trainer.id).one()
        client = sign_in(manager)

        client.post(f"/manage/{hub.id}/team/{role.id}/end")

        assert "Tristan" not in client.get(f"/manage/{hub.id}/team").page.text

    def test_the_team_of_another_hub_is_closed(self, sign_in, db, hub, manager):
        client = sign_in(make_manager(make_hub()))
        role = db.query(HubRole).filter_by(person_id=manager.id).one()

        assert client.get(f"/manage/{hub.id}/team").status_code == 403
        assert client.post(f"/manage/{hub.id}/team", data={"email": manager.email}).status_code == 403
        assert client.post(f"/manage/{hub.id}/team/{role.id}/end").status_code == 403

    def test_the_list_costs_the_same_whatever_its_length(self, sign_in, db, hub, manager):
        client = sign_in(manager)
        with count_queries() as few:
            client.get(f"/manage/{hub.id}/team")
        for _ in range(5):
            make_trainer(hub)
        with count_queries() as many:
            client.get(f"/manage/{hub.id}/team")

        assert len(many) == len(few)

    def test_a_role_of_another_hub_cannot_be_ended_from_here(self, sign_in, db, hub, manager):
        other = make_hub()
        role = make_role(make_person(), other, StaffRole.TRAINER)

        assert sign_in(manager).post(f"/manage/{hub.id}/team/{role.id}/end").status_code == 404
        assert count(db, HubRole) == 2
