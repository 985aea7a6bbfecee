import pytest

from shared_services.accounts.models import Person
from shared_services.booking.operations import reserve
from shared_services.catalogue.models import OfferStatus
from shared_services.core.database import transaction
from tests.support import makers
from tests.support.makers import MONDAY, make_offer, make_person, make_session


@pytest.mark.parametrize("path", ["/", "/help", "/accessibility", "/privacy", "/legal"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_for_everybody_open_in_both_languages(client, path, language):
    response = client.get(path, headers={"Accept-Language": language})

    assert response.status_code == 200
    assert response.page.root.get("lang") == language


class TestLanguage:
    def test_a_stranger_s_choice_stays_in_her_browser(self, client):
        client.post("/language", data={"language": "en"})

        assert client.get("/").page.root.get("lang") == "en"

    def test_a_signed_in_person_s_choice_stays_in_her_account(self, db, sign_in):
        person = make_person()

        sign_in(person).post("/language", data={"language": "en"})

        assert db.get(Person, person.id).locale == "en"
        assert sign_in(person).get("/").page.root.get("lang") == "en"

    def test_an_unknown_language_changes_nothing(self, client):
        client.post("/language", data={"language": "xx"})

        assert client.get("/").page.root.get("lang") == "fr"

    def test_one_comes_back_to_the_page_one_was_on(self, client):
        response = client.post("/language", data={"language": "en", "next": "/help?a=1"})

        assert (response.status_code, response.location) == (303, "/help?a=1")

    @pytest.mark.parametrize("next_", ["https://evil.example", "//evil.example", "/\\evil.example", ""])
    def test_one_is_never_sent_to_another_site(self, client, next_):
        response = client.post("/language", data={"language": "en", "next": next_})

        assert response.location == "/"


class TestHome:
    def test_a_stranger_sees_the_next_dates_and_the_figures(self, client):
        make_session(make_offer(title="Premiers pas avec Pix"), capacity=12)

        text = client.get("/").page.text

        assert "Premiers pas avec Pix" in text
        assert "12 places restantes sur 12" in text
        assert "hub 1" in text
        assert "date à venir 1" in text

    def test_an_aidant_sees_her_next_bookings_first(self, sign_in):
        session = make_session(make_offer(title="Premiers pas avec Pix"))
        person = make_person("Zoé")
        with transaction() as db:
            reserve(db, session.id, person=person, by=person, now=MONDAY)

        text = sign_in(person).get("/").page.text

        assert text.startswith("Bonjour Zoé")
        assert text.index("Confirmée") < text.index("Quelle formation")

    def test_without_a_booking_she_is_told_what_to_do(self, sign_in):
        assert "Trouvez une formation" in sign_in(make_person()).get("/").page.text

    def test_dates_of_offers_not_yet_public_are_not_shown(self, client):
        make_session(make_offer(title="Secret", status=OfferStatus.DRAFT))

        assert "Secret" not in client.get("/").page.text


class TestStart:
    def test_each_person_begins_where_her_day_does(self, sign_in, db):
        hub = makers.make_hub()

        def start(person):
            return sign_in(person).get("/start").location

        assert start(makers.make_person()) == "/"
        assert start(makers.make_manager(hub)) == f"/manage/{hub.id}"
        assert start(makers.make_admin()) == "/admin"


def test_the_home_page_leads_to_what_is_near(sign_in):
    person = makers.make_aidant(makers.make_hub(), makers.make_organisation(departement_code="62"))
    make_session()

    page = sign_in(person).get("/").page

    assert page.links["Près de chez moi"] == "/catalogue?departement=62&around=neighbours"
