from datetime import date, timedelta

import pytest

from shared_services.catalogue.models import Modality, OfferStatus
from tests.support.makers import MONDAY, make_hub, make_offer, make_session
from tests.support.queries import count_queries
from tests.support.tools import make_tool_offer
from tests.web.support import fill


class TestSearch:
    def test_published_offers_are_there_for_everybody(self, look):
        make_offer(title="Premiers pas avec Pix")

        assert "Premiers pas avec Pix" in look()
        assert "1 formation" in look()

    @pytest.mark.parametrize("status", [OfferStatus.DRAFT, OfferStatus.SUBMITTED, OfferStatus.RETURNED])
    def test_other_offers_are_not(self, look, status):
        make_offer(title="Secret", status=status)

        assert "Secret" not in look()

    def test_tools_have_a_list_of_their_own(self, look):
        make_offer(title="Premiers pas avec Pix")
        make_tool_offer(title="Atelier mobile")

        assert "Atelier mobile" not in look()

    @pytest.mark.parametrize("words", ["éveil numérique", "EVEIL", "eveil-numerique", "num éveil"])
    def test_accents_case_hyphens_and_order_do_not_matter(self, look, words):
        make_offer(title="L'Éveil numérique")

        assert "L'Éveil numérique" in look(f"/catalogue?q={words}")

    def test_one_slip_is_forgiven_when_nothing_answers_exactly(self, look):
        make_offer(title="Cybermalveillance au quotidien")

        text = look("/catalogue?q=cybermalvellance")

        assert "Cybermalveillance au quotidien" in text
        assert "s'en approche" in text

    def test_one_slip_is_not_forgiven_when_something_answers_exactly(self, look):
        make_offer(title="Parentalité")
        make_offer(title="Parentalité numérique")
        make_offer(title="Parentalite et ecrans")
        make_offer(title="Patentalité")

        assert "Patentalité" not in look("/catalogue?q=parentalité")

    @pytest.mark.parametrize("words", ["' OR 1=1 --", "%", "_", "<script>", "😀", "a" * 5000, "\\"])
    def test_strange_words_do_no_harm(self, client, words):
        make_offer()

        assert client.get("/catalogue", query_string={"q": words}).status_code == 200

    def test_what_was_typed_stays_in_the_form(self, client):
        page = client.get("/catalogue?q=pix&modality=remote").page

        assert page.values()["q"] == "pix"
        assert page.values()["modality"] == "remote"


class TestDates:
    def test_places_left_are_counted(self, look):
        session = make_session(capacity=12)
        fill(session, people=8)

        assert "4 places restantes sur 12" in look()

    def test_a_full_session_says_how_many_wait(self, look):
        session = make_session(capacity=1)
        fill(session, people=3)

        assert "Complet · 2 personnes attendent" in look()

    def test_the_soonest_date_comes_first_and_offers_without_date_last(self, look):
        make_offer(title="Aaa sans date")
        make_session(make_offer(title="Bbb plus tard"), starts_on=date(2027, 3, 2))
        make_session(make_offer(title="Ccc bientôt"), starts_on=date(2027, 1, 12))

        text = look()

        assert text.index("Ccc bientôt") < text.index("Bbb plus tard") < text.index("Aaa sans date")

    def test_past_dates_are_not_shown(self, look, at):
        make_session(starts_on=date(2027, 1, 12))

        with at(MONDAY + timedelta(days=20)):
            assert "Pas de date prévue" in look()

    def test_three_dates_are_shown_and_the_others_counted(self, look):
        offer = make_offer()
        for day in range(1, 6):
            make_session(offer, starts_on=date(2027, 2, day))

        assert "et 2 autres dates" in look()


class TestPages:
    def test_twenty_a_page_and_the_wish_is_kept(self, client):
        hub = make_hub()
        for number in range(23):
            make_offer(hub, title=f"Pix {number:02}", author=None)

        page = client.get("/catalogue?q=pix").page

        assert "23 formations" in page.text
        assert len(page.with_class("offer")) == 20
        following = client.get(page.links["Page suivante"]).page
        assert len(following.with_class("offer")) == 3
        assert following.values()["q"] == "pix"

    def test_the_number_of_statements_does_not_grow_with_the_list(self, client):
        make_session()
        with count_queries() as for_one:
            client.get("/catalogue")
        for _ in range(12):
            make_session()
            make_session(capacity=3)
        with count_queries() as for_many:
            client.get("/catalogue")

        assert len(for_many) == len(for_one) <= 16


class TestNothingFound:
    def test_it_says_what_to_give_up(self, client):
        make_offer(title="Premiers pas avec Pix", modality=Modality.IN_PERSON)

        page = client.get("/catalogue?q=pix&modality=remote").page

        assert "Aucune formation ne correspond" in page.text
        assert page.links["sans « À distance »"] == "/catalogue?q=pix"

    def test_with_nothing_to_give_up_it_says_whom_to_ask(self, look):
        assert "demandez au hub" in look("/catalogue?q=zzzzz")

    def test_it_counts_what_each_condition_hides(self, client):
        make_session(make_offer(title="Pix", price_cents=4500), starts_on=date(2027, 2, 2))
        make_offer(title="Pix sans date")

        page = client.get("/catalogue?q=pix&from=2027-02-01&free=1").page

        assert page.links["sans « Gratuit »"] == "/catalogue?q=pix&from=2027-02-01"
        assert page.links["sans « à partir du 1er février 2027 »"] == "/catalogue?q=pix&free=1"
        assert "sans « pix »" not in page.links

    def test_it_proposes_the_neighbours_and_what_is_at_a_distance(self, client):
        make_offer(make_hub(departements=("80",)), title="Chez les voisins")
        make_offer(make_hub(departements=("13",)), modality=Modality.REMOTE)
        make_offer(make_hub(departements=("62",)), title="Payant", price_cents=100)

        page = client.get("/catalogue?departement=62&free=1").page

        further = "/catalogue?departement=62&around=neighbours&free=1"
        assert page.links["dans les départements voisins"] == further
        assert "dans les départements voisins ou à distance : 2 formations" in page.text

    def test_the_number_of_counts_is_that_of_the_conditions(self, client):
        make_offer(price_cents=100)
        with count_queries() as for_one:
            client.get("/catalogue?free=1")
        for _ in range(5):
            make_session(make_offer(price_cents=100))
        with count_queries() as for_many:
            client.get("/catalogue?free=1")

        assert len(for_many) == len(for_one) <= 8
