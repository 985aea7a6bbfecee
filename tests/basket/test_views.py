from datetime import timedelta
from urllib.parse import urlencode

import pytest

from shared_services.basket.models import BasketLine
from shared_services.booking.ledger import recount
from shared_services.booking.models import Audience, Booking, BookingStatus
from shared_services.booking.operations import cancel_bookable
from tests.support.baskets import put
from tests.support.bookings import book, do
from tests.support.makers import (
    MONDAY,
    count,
    make_affiliation,
    make_hub,
    make_membership,
    make_offer,
    make_organisation,
    make_person,
    make_session,
)
from tests.support.queries import count_queries
from tests.support.tools import borrow, make_tool, make_tool_offer

DAYS = {"from": "2027-02-02", "to": "2027-02-04"}
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def ana(db):
    return make_person("Ana", "Aidante")


@pytest.fixture
def browser(sign_in, ana):
    return sign_in(ana)


def search(browser, **given):
    return browser.get("/free", query_string=DAYS | given).page


def press(browser, page, words):
    """Send the form of the button with these words, as it is filled in."""
    form = next(form for form in page.forms if words in "".join(form.itertext()))
    fields = [field for field in form.iter("input") if field.get("name")]
    data = {
        field.get("name"): field.get("value", "")
        for field in fields
        if field.get("type") not in ("radio", "checkbox") or field.get("checked") is not None
    }
    return browser.post(form.get("action"), data=data)


class TestFree:
    def test_before_a_date_is_chosen_nothing_is_looked_for(self, client, db):
        make_tool()

        page = client.get("/free").page

        assert page.h1 == "Trouver ce qui est libre"
        assert "libre le" not in page.text
        assert "Valise" not in page.text

    def test_a_stranger_sees_what_is_free_and_comes_back_here_once_signed_in(self, client, db):
        make_tool()

        page = search(client)

        assert "1 proposition libre du mardi 2 février au jeudi 4 février" in page.text
        assert "Ajouter au panier" not in page.text
        assert page.links["Se connecter pour réserver"].startswith("/login?next=/free")

    def test_what_was_asked_stays_in_the_form(self, client, db):
        make_hub(departements=("62",))

        page = search(client, departement="62", units="3", from_hour="09:30", what="rooms")

        values = page.values()
        assert (values["from"], values["to"], values["units"]) == ("2027-02-02", "2027-02-04", "3")
        assert (values["departement"], values["from_hour"]) == ("62", "09:30")
        assert page.by_id("what-rooms").get("checked") is not None
        assert page.by_id("what-tools").get("checked") is None

    @pytest.mark.parametrize(
        ("given", "why"),
        [
            ({"from": "", "to": ""}, "Choisissez un premier et un dernier jour"),
            ({"from": "2027-02-04", "to": "2027-02-02"}, "échangez-les"),
            ({"from": "2026-02-04", "to": "2026-02-04"}, "jours à venir"),
            ({"from": "2027-02-04", "to": "2028-02-04"}, "deux mois au plus"),
        ],
    )
    def test_days_that_make_no_sense_say_why(self, client, db, given, why):
        assert why in search(client, **given).text

    def test_nothing_free_says_what_to_change(self, client, db):
        make_tool(offer=make_tool_offer(make_hub(departements=("59",))))
        make_hub(departements=("62",))

        page = search(client, departement="62")

        assert "Rien n'est libre" in page.text
        assert page.links["avec les départements voisins 1"]
        widened = client.get(page.links["partout 1"]).page
        assert "1 proposition libre" in widened.text

    def test_nothing_at_all_names_the_hubs(self, client, db):
        assert "Trouver mon hub" in search(client).links

    def test_what_is_for_others_is_said(self, browser, db):
        make_tool(audience=Audience.HUB_MEMBERS)

        assert "1 proposition est libre, pour les membres d'autres hubs" in search(browser).text

    def test_the_page_sends_as_many_statements_for_many(self, browser, db):
        make_tool()
        make_session()
        with count_queries() as for_few:
            search(browser)
        for _ in range(8):
            make_tool()
            make_session()
        with count_queries() as for_many:
            search(browser)

        assert len(for_many) == len(for_few)


class TestAdd:
    def test_from_the_search_to_the_basket_and_back_to_the_search(self, browser, db):
        make_tool(units=3)

        answer = press(browser, search(browser, units="2"), "Ajouter au panier")

        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/free?from=2027-02-02")
        page = browser.get(answer.headers["Location"]).page
        assert "gardé pour vous 30 minutes" in page.text
        line = db.query(BasketLine).one()
        assert (line.units, line.given) == (2, {"first": "2027-02-02", "last": "2027-02-04"})

    def test_what_is_in_it_already_is_marked(self, browser, db, ana):
        put(make_tool(), ana)

        page = search(browser)

        assert "Dans votre panier" in page.links
        assert "Ajouter au panier" not in page.text

    def test_a_stranger_is_sent_to_sign_in(self, client, db):
        answer = client.post("/basket/lines", data={"bookable_id": make_tool().id})

        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/login")

    def test_too_late_it_says_so(self, browser, db):
        tool = make_tool(units=1)
        page = search(browser)
        borrow(tool)

        answer = press(browser, page, "Ajouter au panier")

        assert "Il ne reste pas assez de places" in browser.get(answer.headers["Location"]).page.text
        assert count(db, BasketLine) == 0

    def test_for_which_organisation_is_asked_when_there_are_two(self, browser, db, ana):
        hub = make_hub()
        for name in ("Médiathèque", "Mairie"):
            organisation = make_organisation(name)
            make_membership(organisation, hub)
            make_affiliation(ana, organisation)
        make_tool(offer=make_tool_offer(hub), audience=Audience.HUB_MEMBERS)

        question = press(browser, search(browser), "Ajouter au panier")

        assert question.status_code == 422
        assert "Pour quelle structure ?" in question.page.text
        data = question.page.values() | {"organisation_id": str(organisation.id)}
        browser.post("/basket/lines", data=data)
        assert db.query(BasketLine).one().organisation_id == organisation.id

    def test_two_places_at_the_same_hours_are_asked_about(self, browser, db, ana):
        book(make_session(make_offer(title="Déjà pris")), ana)
        make_session(make_offer(title="Pix"))
        page = search(browser, what="trainings")

        question = press(browser, page, "Pix")

        assert question.status_code == 409
        assert "« Déjà pris »" in question.page.text
        press(browser, question.page, "Garder les deux")
        assert db.query(BasketLine).one().despite_overlap

    @pytest.mark.parametrize(
        "given",
        [
            {},
            {"bookable_id": "x"},
            {"bookable_id": "0"},
            {"bookable_id": "9" * 30},
            {"bookable_id": "-1"},
            {"choice": "first=demain"},
            {"choice": "&".join("abcdefghijklmnop")},
            {"choice": "=" * 2000},
        ],
    )
    def test_what_no_button_sends_is_not_found(self, browser, db, given):
        known = {"bookable_id": str(make_tool().id)} if "choice" in given else {}

        assert browser.post("/basket/lines", data=known | given).status_code == 404
        assert count(db, BasketLine) == 0

    @pytest.mark.parametrize("units", ["-5", "x", "9" * 30])
    def test_a_number_that_makes_no_sense_books_nothing_odd(self, browser, db, units):
        data = {
            "bookable_id": make_tool().id,
            "units": units,
            "choice": urlencode({"first": "2027-02-02", "last": "2027-02-04"}),
        }

        assert browser.post("/basket/lines", data=data).status_code == 303
        assert [line.units for line in db.query(BasketLine)] in ([], [1])


class TestShow:
    def test_an_empty_basket_leads_to_the_dates(self, browser):
        page = browser.get("/basket").page

        assert page.links["Trouver ce qui est libre"] == "/free"

    def test_it_says_until_when_each_thing_is_kept_by_hub(self, browser, db, ana):
        put(make_tool(offer=make_tool_offer(make_hub("Hub Nord"))), ana, units=2)
        put(make_session(), ana, now=MONDAY + timedelta(minutes=10))

        page = browser.get("/basket").page

        assert "Hub Nord" in page.text
        assert "Valise de tablettes × 2 Retrait : mardi 2 février, 9 h – 17 h" in page.text
        assert "Gardé jusqu'à 9 h 30" in page.text
        assert "Gardé jusqu'à 9 h 40" in page.text
        assert "Réserver mon panier" in page.text

    def test_the_hour_is_that_of_the_place_and_says_so(self, browser, db, ana):
        put(make_session(zone="Indian/Reunion"), ana)

        assert "Gardé jusqu'à 12 h 30, heure de La Réunion" in browser.get("/basket").page.text

    def test_after_half_an_hour_it_offers_to_keep_again_or_to_wait(self, browser, db, ana, at):
        put(make_tool(), ana)

        with at(MONDAY + HALF_AN_HOUR):
            page = browser.get("/basket").page
            assert "Plus gardé" in page.text
            answer = press(browser, page, "Garder de nouveau")
            page = browser.get(answer.headers["Location"]).page
            assert "de nouveau gardé pour vous, 30 minutes" in page.text
            assert "Gardé jusqu'à 10 h" in page.text

    def test_what_is_gone_may_be_waited_for(self, browser, db, ana, at):
        tool = make_tool(units=1)
        put(tool, ana)
        borrow(tool)

        with at(MONDAY + HALF_AN_HOUR):
            answer = press(browser, browser.get("/basket").page, "Attendre que ce soit libre")
            assert "liste d'attente" in browser.get(answer.headers["Location"]).page.text
        assert db.query(Booking).filter_by(person_id=ana.id).one().status == BookingStatus.WAITLISTED
        assert count(db, BasketLine) == 0

    def test_it_warns_of_two_things_at_the_same_hours(self, browser, db, ana):
        put(make_session(make_offer(title="Pix")), ana)
        book(make_session(make_offer(title="Autre chose")), ana)

        assert "Aux mêmes heures : « Autre chose »" in browser.get("/basket").page.text

    def test_removing(self, browser, db, ana):
        put(make_tool(), ana)

        answer = press(browser, browser.get("/basket").page, "Retirer")

        assert "votre panier est vide" in browser.get(answer.headers["Location"]).page.text.lower()

    def test_nobody_touches_the_basket_of_another(self, browser, db):
        line = put(make_tool(), make_person())

        for verb in ("remove", "keep", "wait"):
            assert browser.post(f"/basket/lines/{line.id}/{verb}").status_code == 403
        assert count(db, BasketLine) == 1

    def test_as_many_statements_for_many_lines(self, browser, db, ana):
        put(make_tool(), ana)
        with count_queries() as for_one:
            browser.get("/basket")
        for _ in range(5):
            put(make_tool(), ana)
        with count_queries() as for_six:
            browser.get("/basket")

        assert len(for_six) == len(for_one)


class TestBook:
    def test_everything_at_once_then_what_became_of_it_by_hub(self, browser, db, ana):
        put(make_tool(offer=make_tool_offer(make_hub("Hub Nord"))), ana)
        put(make_tool(offer=make_tool_offer(make_hub("Hub Sud")), needs_approval=True), ana)

        answer = press(browser, browser.get("/basket").page, "Réserver mon panier")

        page = browser.get(answer.headers["Location"]).page
        assert page.h1 == "Ce qui est réservé"
        assert "2 réservations sont faites." in page.text
        nord, sud = page.text.index("Hub Nord"), page.text.index("Hub Sud")
        assert nord < page.text.index("Confirmée") < sud < page.text.index("En attente d'accord")
        assert "Panier 1" not in page.whole_text

    def test_all_or_nothing_names_the_line_that_refuses_and_keeps_the_others(self, browser, db, ana):
        gone = make_session(make_offer(title="Pix"))
        put(make_tool(), ana)
        put(gone, ana)
        do(cancel_bookable, gone, by=make_person(), reason="Formatrice malade")

        answer = press(browser, browser.get("/basket").page, "Réserver mon panier")

        assert answer.status_code == 409
        assert "Rien n'a été réservé" in answer.page.text
        assert "Les inscriptions sont closes" in answer.page.text
        assert answer.page.text.count("Gardé jusqu'à") == 2
        assert count(db, Booking) == 0
        assert recount(db) == []

    def test_what_is_possible_and_the_rest_stays_with_its_sentence(self, browser, db, ana):
        gone = make_session(make_offer(title="Pix"))
        put(make_tool(), ana)
        put(gone, ana)
        do(cancel_bookable, gone, by=make_person(), reason="Formatrice malade")

        answer = browser.post("/basket/book", data={"how": "some"})

        page = browser.get(answer.headers["Location"]).page
        assert "1 réservation est faite." in page.text
        assert "Pas réservé" in page.text
        assert "Les inscriptions sont closes" in page.text
        assert "Les inscriptions sont closes" in browser.get("/basket").page.text

    def test_the_warning_is_answered_in_the_same_form(self, browser, db, ana):
        line = put(make_session(make_offer(title="Pix")), ana)
        book(make_session(), ana)

        refused = browser.post("/basket/book", data={"how": "all"})
        assert refused.status_code == 409
        done = browser.post("/basket/book", data={"how": "all", "despite": str(line.id)})

        assert done.status_code == 303
        assert count(db, Booking) == 2

    def test_an_empty_basket_says_so(self, browser):
        answer = browser.post("/basket/book", data={"how": "all"})

        assert "il n'y a rien à réserver" in browser.get(answer.headers["Location"]).page.text

    def test_the_receipt_shows_nobody_else_s_bookings(self, browser, db):
        booking = borrow(make_tool())

        page = browser.get(f"/basket/receipt?of={booking.reference}&of=%00&of={'9' * 300}").page

        assert "rien à montrer" in page.text
