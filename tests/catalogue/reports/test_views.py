import pytest

from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.reports.messages import still_true_token
from shared_services.catalogue.reports.models import OfferReport
from shared_services.catalogue.reports.queries import AGAIN_AFTER, FRESH_FOR, list_open_reports
from tests.support.makers import MONDAY, count, make_admin, make_manager, make_offer, make_person


@pytest.fixture
def manager(hub, sign_in):
    return sign_in(make_manager(hub))


class TestReporting:
    def test_a_stranger_says_what_is_wrong_and_the_hub_answers(self, db, hub, offer, client, manager):
        assert "Signaler cette offre" in client.get(f"/trainings/{offer.id}").page.text
        data = {"kind": "wrong", "words": "Le prix a changé.", "email": "Lea@Test.example"}
        client.post(f"/offers/{offer.id}/report", data=data)
        (report,) = list_open_reports(db, hub.id)
        assert report.email == "lea@test.example"

        assert "1 signalement de lecteur" in manager.get(f"/manage/{hub.id}").page.text
        page = f"/manage/reports/{report.id}"
        assert manager.post(page, data={}).status_code == 422
        answered = manager.post(page, data={"outcome": "corrected", "answer": "Merci, corrigé."})
        assert answered.location == f"/manage/{hub.id}#reports"

        assert "Merci, corrigé." in manager.get(page).page.text
        assert "signalement" not in manager.get(f"/manage/{hub.id}").page.text

    def test_the_page_of_the_offer_shows_what_is_open_to_its_hub(self, offer, client, manager):
        client.post(f"/offers/{offer.id}/report", data={"kind": "wrong"})

        assert "Elle contient une erreur" in manager.get(f"/manage/trainings/{offer.id}").page.text
        assert "contient une erreur" not in client.get(f"/trainings/{offer.id}").page.text

    def test_the_signed_in_are_known(self, db, hub, offer, sign_in):
        person = make_person()

        sign_in(person).post(f"/offers/{offer.id}/report", data={"kind": "outdated"})

        (report,) = list_open_reports(db, hub.id)
        assert (report.person_id, report.email) == (person.id, person.email)

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({}, "Choisissez une réponse"),
            ({"kind": "other"}, "en quelques mots"),
            ({"kind": "wrong", "email": "lea"}, "adresse e-mail complète"),
            ({"kind": "wrong", "words": "é" * 2001}, "2000 caractères au plus"),
            ({"kind": "boring"}, ""),
        ],
    )
    def test_what_cannot_be_read_is_said_beside_its_field(self, db, offer, client, given, sentence):
        response = client.post(f"/offers/{offer.id}/report", data=given)

        assert response.status_code == 422
        assert sentence in response.page.text
        assert count(db, OfferReport) == 0

    def test_one_place_does_not_flood_the_hub(self, offer, client):
        url = f"/offers/{offer.id}/report"

        sent = [client.post(url, data={"kind": "wrong"}).status_code for _ in range(11)]

        assert sent == [303] * 10 + [429]

    def test_what_is_not_in_the_catalogue_is_not_there(self, client):
        draft = make_offer(status=OfferStatus.DRAFT)

        assert client.get(f"/offers/{draft.id}/report").status_code == 404

    def test_admins_find_the_grave_ones_in_their_queue(self, offer, client, sign_in):
        client.post(f"/offers/{offer.id}/report", data={"kind": "inappropriate"})

        admin = sign_in(make_admin())
        assert "1 signalement de lecteur" in admin.get("/admin").page.text
        page = admin.get("/admin/moderation").page
        assert "Signalements de lecteurs" in page.text
        answered = admin.post(page.links[offer.title], data={"outcome": "unjustified"})
        assert answered.location == "/admin/moderation#reports"


class TestStillTrue:
    def test_the_button_of_the_mail_asks_once_then_dates_the_offer(self, db, offer, client):
        url = f"/offers/still-true/{still_true_token(offer.id, offer.author_id)}"

        client.get(url)
        db.refresh(offer)
        assert offer.checked_at is None
        client.post(url)

        db.refresh(offer)
        assert offer.checked_at == MONDAY
        assert "vérifiée le 4 janvier 2027" in client.get(f"/trainings/{offer.id}").page.text

    def test_who_left_the_hub_meanwhile_says_nothing_for_it_any_more(self, offer, client):
        url = f"/offers/still-true/{still_true_token(offer.id, make_person().id)}"

        assert client.get(url).status_code == client.post(url).status_code == 404

    def test_another_link_does_nothing(self, client):
        assert client.get("/offers/still-true/nonsense").status_code == 404

    def test_its_page_and_the_desk_say_when_nobody_looked_for_long(self, db, hub, offer, manager):
        offer.updated_at = MONDAY - FRESH_FOR
        db.commit()
        assert "C'est toujours vrai" in manager.get(f"/manage/trainings/{offer.id}").page.text
        assert "à vérifier" not in manager.get(f"/manage/{hub.id}").page.text

        offer.updated_at -= AGAIN_AFTER
        db.commit()
        assert "1 offre à vérifier" in manager.get(f"/manage/{hub.id}").page.text
        assert "C'est toujours vrai" in manager.get(f"/manage/trainings/{offer.id}").page.text
        manager.post(f"/manage/offers/{offer.id}/still-true")

        assert "à vérifier" not in manager.get(f"/manage/{hub.id}").page.text
