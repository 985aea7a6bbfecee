from datetime import date

import pytest

from shared_services.booking.models import Audience
from shared_services.catalogue.models import OfferStatus
from shared_services.core.database import transaction
from shared_services.kinds.tools.models import ToolCategory, UnitState
from shared_services.kinds.tools.month import month_of
from shared_services.kinds.tools.operations import (
    close_days,
    hand_over,
    set_lending_rules,
    set_manual,
    set_state,
)
from shared_services.kinds.tools.queries import get_tool, list_units_of
from tests.support.bookings import do
from tests.support.makers import (
    MONDAY,
    local,
    make_affiliation,
    make_aidant,
    make_hub,
    make_manager,
    make_membership,
    make_organisation,
    make_person,
)
from tests.support.queries import count_queries
from tests.support.tools import borrow, make_suspension, make_tool, make_tool_offer

DAYS = {"first": "2027-02-02", "last": "2027-02-04", "units": "1"}


@pytest.fixture
def tool(db):
    return make_tool()


@pytest.fixture
def aidant(sign_in):
    return sign_in(make_person())


def page_of(tool, **given):
    query = "&".join(f"{name}={value}" for name, value in given.items())
    return f"/tools/{tool.offer_id}?{query}"


def ask(browser, tool, **given):
    return browser.post(f"/tools/{tool.offer_id}/book", data=DAYS | given)


def cell(page, day):
    return next(text for text in (words(td) for td in page.all("td")) if day in text)


def words(element):
    return " ".join("".join(element.itertext()).split())


class TestCalendar:
    def test_each_cell_says_its_day_in_full_and_how_many_are_left(self, client, tool):
        borrow(tool, units=2)

        page = client.get(page_of(tool, on="2027-02-01")).page

        assert "mardi 2 février : 1 libre" in cell(page, "mardi 2 février")
        assert "vendredi 5 février : 3 libres" in cell(page, "vendredi 5 février")
        assert "emprunter à partir de ce jour" in cell(page, "vendredi 5 février")
        assert "lieu fermé ce jour-là" in cell(page, "samedi 6 février")

    def test_full_closed_and_past_days_say_so_in_words(self, client, db, tool):
        borrow(tool, units=3)
        with transaction() as session:
            day = date(2027, 2, 10)
            close_days(
                session,
                tool.hub_id,
                tool_id=None,
                first=day,
                last=day,
                reason="Inventaire",
                by=make_person(),
                now=MONDAY,
            )

        page = client.get(page_of(tool, on="2027-02-01")).page

        assert "Complet" in cell(page, "mercredi 3 février")
        assert "Fermé, Inventaire" in cell(page, "mercredi 10 février")
        assert "passé" in cell(client.get(page_of(tool)).page, "vendredi 1er janvier")

    def test_a_month_before_or_after_by_links_within_what_may_be_booked(self, client, tool):
        first = client.get(page_of(tool)).page
        last = client.get(page_of(tool, on="2099-01-01")).page

        assert "Mois suivant" in first.links
        assert "Mois précédent" not in first.links
        assert "Mois précédent" in last.links
        assert "Mois suivant" not in last.links

    @pytest.mark.parametrize("asked", ["", "2027-13-01", "demain", "1899-01-01", "%00"])
    def test_an_address_that_says_nothing_shows_this_month(self, client, tool, asked):
        assert "janvier 2027" in client.get(page_of(tool, on=asked)).page.text.lower()

    def test_six_statements_whatever_is_booked(self, db, tool):
        tool_id = tool.id

        def statements():
            db.expire_all()
            with count_queries() as sent:
                month_of(db, get_tool(db, tool_id), date(2027, 2, 1), now=MONDAY)
            return len(sent)

        before = statements()
        for day in range(1, 6):
            borrow(tool, first=date(2027, 2, day), last=date(2027, 2, day))

        assert statements() == before <= 6  # the tool, its hub and its offer among them


class TestBooking:
    def test_from_a_day_of_the_calendar_to_a_confirmed_loan(self, aidant, tool):
        page = aidant.get(page_of(tool, first="2027-02-02")).page
        assert page.values()["first"] == "2027-02-02"

        answer = ask(aidant, tool, first="02/02/2027", last="04/02/2027", units="2")

        shown = aidant.get(answer.headers["Location"]).page.text
        assert "Retrait : mardi 2 février, 9 h – 17 h" in shown
        assert "Retour : jeudi 4 février, 9 h – 17 h" in shown
        assert "Combien 2" in shown
        assert "Annuler ma réservation" in shown

    @pytest.mark.parametrize(
        ("given", "field", "said"),
        [
            ({"first": "2027-02-06", "last": "2027-02-08"}, "first", "fermé ce jour-là"),
            ({"last": "2027-02-06"}, "last", "fermé ce jour-là"),
            ({"last": "2027-02-01"}, "last", "avant le retrait"),
            ({"first": "2027-01-04", "last": "2027-01-05"}, "first", "mardi 5 janvier 2027"),
            ({"first": "2027-12-07", "last": "2027-12-08"}, "first", "jusqu'au"),
            ({"last": "2027-02-26"}, "last", "14 jours au plus"),
            ({"units": "4"}, "units", "que 3 en service"),
            ({"first": "31/02/2027"}, "first", "n'existe pas"),
            ({"first": ""}, "first", "à remplir"),
            ({"units": "beaucoup"}, "units", "nombre entier"),
        ],
    )
    def test_each_refusal_stands_beside_its_field_and_nothing_typed_is_lost(
        self, aidant, tool, given, field, said
    ):
        answer = ask(aidant, tool, **given)

        assert answer.status_code == 422
        assert said in words(answer.page.by_id(f"{field}-error"))
        assert answer.page.values()["units"] == (DAYS | given)["units"]

    def test_full_it_offers_the_list_the_nearest_days_and_other_hubs(self, aidant, tool):
        borrow(tool, units=3)
        make_tool(offer=make_tool_offer(make_hub("Hub voisin"), title="Tablettes du voisin"))
        make_tool(offer=make_tool_offer(category=ToolCategory.GAMES, title="Un jeu"))
        members = make_tool_offer(title="Pour ses membres")
        make_tool(offer=members, audience=Audience.HUB_MEMBERS)

        answer = ask(aidant, tool)

        assert answer.status_code == 409
        text = answer.page.text
        assert "du mercredi 27 janvier au vendredi 29 janvier" in text
        assert "Tablettes du voisin, Hub voisin" in text
        assert "Un jeu" not in text
        assert "Pour ses membres" not in text
        assert "au rang 1ᵉʳ" in text

        waiting = ask(aidant, tool, wait="1")

        assert "Liste d'attente" in aidant.get(waiting.headers["Location"]).page.text

    def test_twice_shows_the_same_booking(self, aidant, tool):
        first, again = ask(aidant, tool), ask(aidant, tool)

        assert first.headers["Location"] == again.headers["Location"]

    def test_a_stranger_is_asked_to_sign_in_and_comes_back_to_her_days(self, client, tool):
        page = client.get(page_of(tool, **DAYS)).page

        assert "first%3D2027-02-02" in page.links["Se connecter pour réserver"]

    def test_who_is_no_member_reads_how_to_become_one(self, sign_in):
        tool = make_tool(offer=make_tool_offer(make_hub("Hub du Nord")), audience=Audience.HUB_MEMBERS)

        text = sign_in(make_person()).get(page_of(tool)).page.text

        assert "structures membres de Hub du Nord" in text
        assert "Me rattacher à ma structure" in text

    def test_a_referent_chooses_for_whom(self, sign_in, tool):
        organisation, colleague, referent = make_organisation(), make_person("Zoé"), make_person("Rémi")
        make_affiliation(colleague, organisation)
        make_affiliation(referent, organisation, is_referent=True)
        browser = sign_in(referent)
        assert "Zoé Martin" in browser.get(page_of(tool)).page.text

        answer = ask(browser, tool, colleague=f"{organisation.id}-{colleague.id}")

        assert "Pour Zoé Martin" in browser.get(answer.headers["Location"]).page.text

    @pytest.mark.parametrize("colleague", ["1-1", "99999-99999", "x-y", "-", "1-"])
    def test_a_colleague_that_is_none_is_refused_or_ignored(self, aidant, tool, colleague):
        assert ask(aidant, tool, colleague=colleague).status_code in (303, 403, 422)

    def test_no_unit_in_service_nothing_to_book(self, aidant):
        assert "Aucun exemplaire n'est en service" in aidant.get(page_of(make_tool(units=0))).page.text

    def test_a_draft_is_nowhere_for_others(self, aidant, client):
        tool = make_tool(offer=make_tool_offer(status=OfferStatus.DRAFT))

        assert client.get(page_of(tool)).status_code == 404
        assert ask(aidant, tool).status_code == 404
        assert "Valise" not in client.get("/tools").page.text


class TestList:
    def test_what_is_free_on_those_days_first(self, client):
        taken, _free = (make_tool(units=1, offer=make_tool_offer(title=t)) for t in ("A pris", "B libre"))
        borrow(taken)

        text = client.get("/tools?first=2027-02-02&last=2027-02-04").page.text

        assert text.index("B libre") < text.index("A pris")
        assert "1 libre ces jours-là" in text
        assert "Pris ces jours-là" in text

    def test_by_words_category_and_departement(self, client):
        make_tool(offer=make_tool_offer(make_hub(departements=("62",)), title="Imprimante"))
        game = make_tool_offer(make_hub(departements=("80",)), title="Jeu", category=ToolCategory.GAMES)
        make_tool(offer=game)

        for query, shown, hidden in (
            ("q=imprimantte", "Imprimante", "Jeu"),
            ("category=games", "Jeu", "Imprimante"),
            ("departement=80", "Jeu", "Imprimante"),
        ):
            listed = client.get(f"/tools?{query}").page.all("h2")
            assert [words(h2) for h2 in listed] == [shown], query
            assert hidden

    @pytest.mark.parametrize(
        "query",
        ["units=-3", "units=9999999999", "first=x&last=y", "first=2027-02-04&last=2027-02-02", "q=%00"],
    )
    def test_what_makes_no_sense_asks_for_nothing(self, client, tool, query):
        assert client.get(f"/tools?{query}").status_code == 200

    def test_nothing_found_shows_a_way_on(self, client):
        assert "Voir tous les outils" in client.get("/tools?q=introuvable").page.links

    def test_as_many_statements_for_one_as_for_many(self, client, db):
        def statements():
            db.expire_all()
            with count_queries() as sent:
                client.get("/tools?first=2027-02-02&last=2027-02-04")
            return len(sent)

        borrow(make_tool())
        before = statements()
        for _ in range(4):
            borrow(make_tool())

        assert statements() == before

    def test_tools_are_not_among_the_trainings(self, client, tool):
        assert "Valise de tablettes" not in client.get("/catalogue").page.text


class TestLoan:
    def test_the_borrower_keeps_it_longer(self, sign_in):
        tool, person = make_tool(), make_person()
        booking = borrow(tool, person)
        browser = sign_in(person)

        answer = browser.post(f"/tools/loans/{booking.reference}", data={"last": "05/02/2027"})

        assert answer.status_code == 303
        assert "vendredi 5 février" in browser.get(answer.headers["Location"]).page.text

    def test_not_over_others(self, sign_in):
        tool, person = make_tool(units=1), make_person()
        booking = borrow(tool, person)
        borrow(tool, first=date(2027, 2, 5), last=date(2027, 2, 5))

        answer = sign_in(person).post(f"/tools/loans/{booking.reference}", data={"last": "05/02/2027"})

        assert answer.status_code == 409
        assert "déjà réservés" in words(answer.page.by_id("last-error"))

    def test_nobody_elses(self, sign_in, tool):
        booking = borrow(tool)

        assert sign_in(make_person()).get(f"/tools/loans/{booking.reference}").status_code == 403


class TestManual:
    def test_it_is_kept_by_readers_never_shown_inside_the_site(self, client, tool):
        with transaction() as db:
            set_manual(db, tool.offer_id, "notice.pdf", b"%PDF-1.7", by=make_person(), now=MONDAY)

        answer = client.get(f"/tools/{tool.offer_id}/manual.pdf")

        assert answer.data == b"%PDF-1.7"
        assert answer.headers["Content-Disposition"].startswith("attachment")

    def test_none_is_not_found(self, client, tool):
        assert client.get(f"/tools/{tool.offer_id}/manual.pdf").status_code == 404


def test_the_number_of_what_is_lent_leads_to_its_page(client, tool):
    assert client.get(f"/tools/lent/{tool.id}").headers["Location"].endswith(f"/tools/{tool.offer_id}")


def test_a_lost_unit_is_no_longer_counted(client, db, tool):
    do(set_state, list_units_of(db, [tool.id])[0], UnitState.LOST, reason="", by=make_person())

    assert "2 exemplaires en service" in client.get(page_of(tool)).page.text


def test_handed_over_the_borrower_sees_what_she_has(sign_in, db, tool):
    person = make_person()
    booking = borrow(tool, person)
    label = list_units_of(db, [tool.id])[0].label
    do(hand_over, booking, [label], by=make_person(), now=local(date(2027, 2, 2), 10))

    assert label in sign_in(person).get(f"/tools/loans/{booking.reference}").page.text


def test_members_book_for_their_organisation(sign_in, db):
    hub = make_hub()
    tool = make_tool(offer=make_tool_offer(hub), audience=Audience.HUB_MEMBERS)
    aidant = make_aidant(hub)
    second = make_organisation("Deuxième structure")
    make_membership(second, hub)
    make_affiliation(aidant, second)
    browser = sign_in(aidant)

    assert ask(browser, tool).status_code == 422
    assert ask(browser, tool, organisation_id=str(second.id)).status_code == 303


def test_the_desk_lists_the_requests_with_their_days(sign_in, db):
    hub = make_hub()
    tool = make_tool(offer=make_tool_offer(hub), needs_approval=True)
    borrow(tool, units=2)
    browser = sign_in(make_manager(hub))

    text = browser.get(f"/manage/{hub.id}").page.text

    assert "mardi 2 février, 9 h – jeudi 4 février, 17 h · 2 exemplaires" in text


class TestSuspended:
    def test_the_page_of_a_tool_says_why_and_leads_to_what_can_be_done(self, sign_in, tool):
        person = make_person()
        suspension = make_suspension(borrow(tool, person))

        page = sign_in(person).get(page_of(tool)).page

        assert "sont suspendus dans ce hub" in page.text
        assert page.links["Voir pourquoi et que faire"] == f"/tools/suspensions/{suspension.id}"

    def test_another_look_is_asked_for_once(self, sign_in, tool):
        person = make_person()
        suspension = make_suspension(borrow(tool, person))
        browser, path = sign_in(person), f"/tools/suspensions/{suspension.id}"

        assert browser.post(path, data={"appeal": ""}).status_code == 422
        assert browser.post(path, data={"appeal": "Grève des trains."}).status_code == 303
        assert "Grève des trains." in browser.get(path).page.text
        assert browser.post(path, data={"appeal": "Encore moi."}).status_code == 409

    def test_over_it_says_since_when(self, sign_in, tool):
        person = make_person()
        suspension = make_suspension(borrow(tool, person), ended_at=MONDAY)

        assert "de nouveau emprunter" in sign_in(person).get(f"/tools/suspensions/{suspension.id}").page.text


class TestVisits:
    def test_a_day_that_takes_nobody_else_cannot_be_chosen(self, client, tool):
        with transaction() as db:
            set_lending_rules(db, tool.hub_id, visits_a_day=1, late_days=None, by=make_person(), now=MONDAY)
        borrow(tool)

        page = client.get(page_of(tool, on="2027-02-01")).page

        assert "Ni retrait ni retour" in cell(page, "mardi 2 février")
        assert "emprunter à partir" in cell(page, "mercredi 3 février")
