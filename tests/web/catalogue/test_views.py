from datetime import date, timedelta

import pytest

from shared_services.catalogue.models import Level, Modality, OfferStatus
from shared_services.catalogue.search import list_themes
from tests.support.makers import MONDAY, local, make_hub, make_offer, make_session
from tests.support.queries import count_queries
from tests.support.tools import make_tool_offer
from tests.web.support import fill


@pytest.fixture
def look(client):
    """`look("/catalogue?q=…")` gives the words of the page."""
    return lambda path="/catalogue": client.get(path).page.text


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


class TestFilters:
    def test_a_departement_shows_the_offers_of_the_hubs_that_cover_it(self, look):
        make_offer(make_hub(departements=("62",)), title="Dans le Nord")
        make_offer(make_hub(departements=("974",)), title="À La Réunion")

        text = look("/catalogue?departement=974")

        assert "À La Réunion" in text
        assert "Dans le Nord" not in text

    def test_a_theme_shows_its_offers(self, look, db):
        one, other = (theme.slug for theme in list_themes(db)[:2])
        make_offer(title="Avec ce thème", themes=(one,))
        make_offer(title="Avec un autre", themes=(other,))

        text = look(f"/catalogue?theme={one}")

        assert "Avec ce thème" in text
        assert "Avec un autre" not in text

    def test_a_hybrid_offer_answers_both_ways(self, look):
        make_offer(title="Mixte", modality=Modality.HYBRID)
        make_offer(title="En salle", modality=Modality.IN_PERSON)

        text = look("/catalogue?modality=remote")

        assert "Mixte" in text
        assert "En salle" not in text

    @pytest.mark.parametrize("query", ["theme=nope", "departement=999", "modality=x", "page=-3", "page=x"])
    def test_a_value_we_do_not_know_is_left_out(self, look, query):
        make_offer(title="Toujours là")

        assert "Toujours là" in look(f"/catalogue?{query}")


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


class TestMoreFilters:
    def test_days_are_those_of_the_place(self, look):
        start = local(date(2027, 2, 3), 0, 30, "Indian/Reunion")
        offer = make_offer(title="Après minuit")
        make_session(offer, starts_on=date(2027, 2, 3), zone="Indian/Reunion", starts_at=start)

        assert "Après minuit" in look("/catalogue?from=2027-02-03&to=2027-02-03")
        assert "Après minuit" not in look("/catalogue?to=2027-02-02")

    def test_only_the_dates_that_answer_are_shown(self, look):
        offer = make_offer()
        make_session(offer, starts_on=date(2027, 2, 2))
        make_session(offer, starts_on=date(2027, 2, 10))

        text = look("/catalogue?from=2027-02-05")

        assert "mercredi 10 février" in text
        assert "mardi 2 février" not in text

    def test_a_day_of_the_week(self, look):
        make_session(make_offer(title="Un mardi"), starts_on=date(2027, 2, 2))
        make_session(make_offer(title="Un dimanche"), starts_on=date(2027, 2, 7))

        assert "Un mardi" in look("/catalogue?weekday=2")
        assert "Un mardi" not in look("/catalogue?weekday=7")
        assert "Un dimanche" in look("/catalogue?weekday=7")

    def test_a_part_of_the_day(self, look):
        make_session(make_offer(title="Courte"), ends_at=local(date(2027, 2, 2), 12, 30))
        make_session(make_offer(title="Longue"))

        text = look("/catalogue?part=morning")

        assert "Courte" in text
        assert "Longue" not in text

    def test_places_left_means_that_one_can_be_booked_now(self, look):
        fill(make_session(make_offer(title="Titre A"), capacity=1), people=1)
        make_session(make_offer(title="Titre B"), capacity=1)
        make_session(make_offer(title="Titre C"), closes_at=MONDAY)

        text = look("/catalogue?seats=1")

        assert "Titre B" in text
        assert "Titre A" not in text
        assert "Titre C" not in text

    def test_free_of_charge_level_and_hub(self, client):
        hub = make_hub()
        make_offer(hub, title="Celle-ci", level=Level.ADVANCED)
        make_offer(title="Celle-là", price_cents=100, level=Level.BASICS)

        for query in ("free=1", "level=advanced", f"hub={hub.slug}"):
            links = client.get(f"/catalogue?{query}").page.links
            assert "Celle-ci" in links
            assert "Celle-là" not in links

    def test_what_is_for_all_levels_answers_each_of_them(self, client):
        make_offer(title="Pour tout le monde", level=None)

        assert "Pour tout le monde" in client.get("/catalogue?level=advanced").page.links

    def test_words_to_give_up_are_quoted_once_in_english_too(self, client):
        make_offer()

        page = client.get("/catalogue?q=introuvable", headers={"Accept-Language": "en"}).page

        assert page.links["without “introuvable”"] == "/catalogue"

    def test_how_far_without_a_departement_leaves_the_address(self, client):
        assert client.get("/catalogue?q=pix&departement=&around=remote").location == "/catalogue?q=pix"

    def test_neighbours_and_from_anywhere(self, look):
        make_offer(make_hub(departements=("80",)), title="Dans la Somme")
        make_offer(make_hub(departements=("13",)), title="De Marseille", modality=Modality.REMOTE)
        make_offer(make_hub(departements=("62",)), title="Ici")

        assert "Dans la Somme" not in look("/catalogue?departement=62")
        assert "Dans la Somme" in look("/catalogue?departement=62&around=neighbours")
        assert "De Marseille" not in look("/catalogue?departement=62&around=neighbours")
        assert "De Marseille" in look("/catalogue?departement=62&around=remote")

    @pytest.mark.parametrize(
        ("query", "first"),
        [("?sort=newest", "Bbb"), ("?sort=title", "Aaa"), ("?sort=price", "Ccc"), ("", "Ddd")],
    )
    def test_four_orders(self, look, query, first):
        make_offer(title="Aaa", price_cents=300)
        make_offer(title="Bbb", price_cents=300, published_at=MONDAY)
        make_offer(title="Ccc", price_cents=100)
        make_session(make_offer(title="Ddd", price_cents=500))

        text = look(f"/catalogue{query}")

        assert min(("Aaa", "Bbb", "Ccc", "Ddd"), key=text.index) == first

    def test_a_filter_is_taken_away_by_its_chip(self, client):
        make_session()

        page = client.get("/catalogue?q=pix&free=1&seats=1").page

        assert page.links["Retirer le filtre Gratuit"] == "/catalogue?q=pix&seats=1"
        assert page.links["Tout effacer"] == "/catalogue"

    def test_the_empty_fields_of_the_form_leave_the_address(self, client):
        response = client.get("/catalogue?q=pix&departement=&from=&free=1")

        assert response.status_code == 302
        assert response.location == "/catalogue?q=pix&free=1"

    @pytest.mark.parametrize(
        "query",
        [
            "from=demain",
            "from=2027-02-31",
            "to=99999-01-01",
            "weekday=8",
            "part=nuit",
            "free=oui",
            "hub=rien",
            "sort=rang",
            "level=expert",
            "from=2027-03-01&to=2027-02-01",
        ],
    )
    def test_what_is_not_understood_is_said_and_the_rest_is_kept(self, client, query):
        make_session(make_offer(title="Premiers pas"), starts_on=date(2027, 4, 6))
        make_offer(title="Autre chose")

        page = client.get(f"/catalogue?q=premiers&{query}").page

        assert len(page.with_class("alert-warning")) == 1
        assert "Premiers pas" in page.text
        assert "Autre chose" not in page.text
