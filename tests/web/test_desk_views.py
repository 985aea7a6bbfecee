from datetime import date

import pytest

from shared_services.catalogue.models import OfferStatus
from shared_services.network.models import BondState
from tests.support.makers import (
    make_hub,
    make_manager,
    make_membership,
    make_offer,
    make_organisation,
    make_session,
)
from tests.support.queries import count_queries
from tests.web.support import fill

SOON, LATER = date(2027, 1, 12), date(2027, 3, 2)


@pytest.fixture
def hub(db):
    return make_hub("Hub Artois")


@pytest.fixture
def desk(hub, sign_in):
    """`desk()` is the page that the hub's manager opens in the morning."""
    browser = sign_in(make_manager(hub))
    return lambda: browser.get(f"/manage/{hub.id}").page


class TestDesk:
    def test_on_a_quiet_day_it_says_so(self, desk):
        assert "Rien n'attend de votre part" in desk().text

    def test_demands_for_approval_come_first(self, hub, desk):
        fill(make_session(make_offer(hub), needs_approval=True), people=2)

        assert "2 demandes attendent votre accord" in desk().text

    def test_a_thin_session_soon_is_shown(self, hub, desk):
        make_session(make_offer(hub, title="Presque vide"), starts_on=SOON)

        assert "Bientôt, et peu de monde" in desk().text

    def test_a_thin_session_far_away_is_not_urgent(self, hub, desk):
        make_session(make_offer(hub), starts_on=LATER)

        assert "peu de monde" not in desk().text

    def test_a_session_where_people_wait_is_shown(self, hub, desk):
        fill(make_session(make_offer(hub), capacity=1, starts_on=LATER), people=3)

        assert "Complet · 2 personnes attendent" in desk().text

    def test_organisations_that_ask_to_join_are_shown(self, hub, desk):
        make_membership(make_organisation("Le Relais"), hub, state=BondState.REQUESTED)

        assert "1 structure demande à rejoindre le hub" in desk().text
        assert "Le Relais" in desk().text

    def test_a_returned_offer_comes_with_its_reason(self, hub, desk):
        make_offer(hub, title="Incomplète", status=OfferStatus.RETURNED)

        assert "À compléter." in desk().text

    def test_nothing_of_another_hub_is_shown(self, desk):
        elsewhere = make_hub()
        other = make_offer(elsewhere, title="Ailleurs")
        fill(make_session(other, needs_approval=True, starts_on=SOON), people=2)
        make_offer(elsewhere, title="Brouillon ailleurs", status=OfferStatus.DRAFT)

        text = desk().text
        assert "Ailleurs" not in text
        assert "ailleurs" not in text

    def test_the_manager_of_another_hub_is_refused(self, hub, sign_in):
        assert sign_in(make_manager(make_hub())).get(f"/manage/{hub.id}").status_code == 403

    def test_the_number_of_statements_does_not_grow(self, hub, desk):
        fill(make_session(make_offer(hub), needs_approval=True), people=1)
        with count_queries() as for_one:
            desk()
        for _ in range(6):
            fill(make_session(make_offer(hub), needs_approval=True, starts_on=SOON), people=3)
        with count_queries() as for_many:
            desk()

        assert len(for_many) == len(for_one) <= 24
