from datetime import date

import pytest

from shared_services.catalogue.models import Level, Modality
from shared_services.catalogue.search import list_themes
from tests.support.makers import MONDAY, local, make_hub, make_offer, make_session
from tests.web.support import fill


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
