from datetime import date, timedelta

import pytest
from sqlalchemy import select

from shared_services.network.models import BondState, Membership
from shared_services.outbox.models import OutboxMessage
from shared_services.outbox.rendering import render
from tests.support.makers import (
    MONDAY,
    make_affiliation,
    make_hub,
    make_manager,
    make_membership,
    make_organisation,
    make_person,
)


@pytest.fixture
def hub(db):
    return make_hub("Hub du bassin")


@pytest.fixture
def manager(hub):
    return make_manager(hub)


@pytest.fixture
def organisation(db):
    return make_organisation("Cyber-base")


@pytest.fixture
def referent(organisation):
    person = make_person("Rémi", "Férent")
    make_affiliation(person, organisation, is_referent=True)
    return person


@pytest.fixture
def membership(organisation, hub):
    return make_membership(organisation, hub)


class TestTheHistory:
    def test_both_sides_read_who_ended_it_when_and_why(
        self, sign_in, db, hub, manager, referent, organisation
    ):
        sign_in(referent).post(f"/hubs/{hub.slug}/join/{organisation.id}")
        membership = db.scalars(select(Membership)).one()
        client = sign_in(manager)
        client.post(f"/manage/memberships/{membership.id}/accept")
        client.post(f"/manage/memberships/{membership.id}/end", data={"reason": "Cotisation non réglée"})
        sign_in(referent).post(f"/hubs/{hub.slug}/join/{organisation.id}")

        for person in (manager, referent):
            page = sign_in(person).get(f"/memberships/{membership.id}").page
            assert "Adhésion terminée · Maud Nager · Motif : Cotisation non réglée" in page.text
            assert page.text.count("Adhésion demandée") == 2

    def test_the_reason_is_in_the_mail(self, sign_in, db, manager, referent, membership):
        sign_in(manager).post(
            f"/manage/memberships/{membership.id}/end", data={"reason": "Hors du territoire"}
        )

        message = db.scalars(select(OutboxMessage)).one()
        assert ": Hors du territoire" in render(db, message).get_body(("plain",)).get_content()

    def test_a_colleague_who_is_no_referent_and_another_hub_read_nothing(
        self, sign_in, membership, organisation
    ):
        colleague = make_person()
        make_affiliation(colleague, organisation)

        assert sign_in(colleague).get(f"/memberships/{membership.id}").status_code == 403
        other = make_manager(make_hub())
        assert sign_in(other).get(f"/memberships/{membership.id}").status_code == 403

    def test_a_reason_too_long_is_refused_and_nothing_ends(self, sign_in, db, manager, membership):
        answer = sign_in(manager).post(f"/manage/memberships/{membership.id}/end", data={"reason": "x" * 301})

        assert answer.status_code == 422
        assert db.get(Membership, membership.id).state == BondState.ACCEPTED


class TestRenewing:
    def test_a_new_last_day_is_agreed_on_and_told(self, sign_in, db, manager, membership):
        client = sign_in(manager)

        answer = client.post(f"/manage/memberships/{membership.id}/renew", data={"until": "31/12/2027"})

        assert answer.status_code == 303
        assert db.get(Membership, membership.id).valid_until == date(2027, 12, 31)
        page = client.get(f"/memberships/{membership.id}").page
        assert "Valable jusqu'au vendredi 31 décembre" in page.text
        assert "Adhésion renouvelée" in page.text

    def test_past_that_day_the_page_says_so_and_the_membership_stands(
        self, sign_in, db, manager, membership, at
    ):
        with at(MONDAY):
            sign_in(manager).post(f"/manage/memberships/{membership.id}/renew", data={"until": "05/01/2027"})
        with at(MONDAY + timedelta(days=3)):
            page = sign_in(manager).get(f"/memberships/{membership.id}").page

        assert "À renouveler" in page.text
        assert db.get(Membership, membership.id).state == BondState.ACCEPTED

    @pytest.mark.parametrize("until", ["04/01/2027", "hier", ""])
    def test_only_a_day_to_come_is_one(self, sign_in, db, manager, membership, until):
        answer = sign_in(manager).post(f"/manage/memberships/{membership.id}/renew", data={"until": until})

        assert answer.status_code == 422
        assert db.get(Membership, membership.id).valid_until is None

    def test_what_has_ended_is_not_renewed(self, sign_in, hub, manager, organisation):
        ended = make_membership(organisation, hub, state=BondState.ENDED)

        answer = sign_in(manager).post(f"/manage/memberships/{ended.id}/renew", data={"until": "31/12/2027"})

        assert answer.status_code == 409
