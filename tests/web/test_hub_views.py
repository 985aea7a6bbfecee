import pytest

from shared_services.catalogue.models import OfferStatus
from shared_services.network.models import HubRole, StaffRole
from tests.support.makers import (
    make_affiliation,
    make_hub,
    make_membership,
    make_offer,
    make_organisation,
    make_person,
    make_role,
    make_session,
)
from tests.support.queries import count_queries


@pytest.fixture
def hub(db):
    return make_hub("Hub du bassin")


class TestThePageOfAHub:
    def test_it_tells_offers_dates_and_members_by_departement(self, client, hub):
        make_session(make_offer(hub, title="Accompagner avec Pix"))
        make_offer(hub, title="Brouillon secret", status=OfferStatus.DRAFT)
        make_membership(make_organisation("Médiathèque d'Amiens", departement_code="80"), hub)

        page = client.get(f"/hubs/{hub.slug}").page

        assert page.text.count("Accompagner avec Pix") == 2
        assert "Somme Médiathèque d'Amiens" in page.text
        assert "Brouillon secret" not in page.text
        assert "Trouver ou proposer ma structure" in page.text

    def test_another_hub_s_offers_are_not_there(self, client, hub):
        make_session(make_offer(make_hub(), title="D'un autre hub"))

        assert "D'un autre hub" not in client.get(f"/hubs/{hub.slug}").page.text

    def test_a_referent_may_ask_for_her_organisation(self, sign_in, hub):
        organisation, person = make_organisation("Cyber-base"), make_person()
        make_affiliation(person, organisation, is_referent=True)

        assert "Demander l'adhésion de Cyber-base" in sign_in(person).get(f"/hubs/{hub.slug}").page.text

    def test_it_costs_the_same_whatever_there_is(self, client, hub):
        make_session(make_offer(hub))
        make_membership(make_organisation(), hub)
        with count_queries() as few:
            client.get(f"/hubs/{hub.slug}")
        for _ in range(4):
            make_session(make_offer(hub))
            make_membership(make_organisation(), hub)
        with count_queries() as many:
            client.get(f"/hubs/{hub.slug}")

        assert len(many) == len(few)


class TestTheTeam:
    def test_nobody_is_named_who_did_not_agree(self, sign_in, client, db, hub):
        trainer = make_person("Tristan", "Former")
        role = make_role(trainer, hub, StaffRole.TRAINER)
        browser, path = sign_in(trainer), f"/hubs/{hub.slug}"

        assert "Tristan" not in client.get(path).page.text
        browser.post(f"{path}/my-name", data={"is_shown": "yes"})
        assert "Tristan Former (Formation)" in client.get(path).page.text
        browser.post(f"{path}/my-name", data={"is_shown": "no"})
        assert "Tristan" not in client.get(path).page.text
        assert db.get(HubRole, role.id).is_shown is False

    def test_somebody_outside_the_team_changes_nothing(self, sign_in, client, hub):
        person = make_person("Zoé", "Dehors")

        sign_in(person).post(f"/hubs/{hub.slug}/my-name", data={"is_shown": "yes"})

        assert "Zoé" not in client.get(f"/hubs/{hub.slug}").page.text
