from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from shared_services.catalogue.models import OfferStatus
from shared_services.core.database import transaction
from shared_services.kinds.trainings.models import session_trainer
from tests.support.bookings import book
from tests.support.makers import (
    MONDAY,
    make_admin,
    make_aidant,
    make_hub,
    make_manager,
    make_offer,
    make_person,
    make_session,
    make_trainer,
)
from tests.support.queries import count_queries


@pytest.fixture
def manager(hub, sign_in):
    return sign_in(make_manager(hub))


class TestReading:
    def test_the_page_is_complete(self, client, hub):
        offer = make_offer(
            hub,
            prerequisites="Savoir naviguer.",
            access_terms="Une semaine avant.",
            accessibility_contact="Nadia, 03 20 00 00 00, acces@hub.example",
            audience="Aidants numériques",
            price_cents=4500,
            methods="Des exercices à deux.",
            assessment="Un quiz à la fin.",
        )
        make_session(offer)

        page = client.get(f"/trainings/{offer.id}").page

        for words in (
            "Accompagner une personne",
            "Matin : découvrir.",
            "Des exercices à deux.",
            "Un quiz à la fin.",
            "Savoir naviguer.",
            "Une semaine avant.",
            "Nadia, 03 20 00 00 00",
            "Aidants numériques",
            "45 €",
            "7 h",
            "En présence",
            "Mise à jour le 18 juin 2026",
            hub.email,
            "12 places restantes sur 12",
        ):
            assert words in page.text

        assert page.links["acces@hub.example"] == "mailto:acces@hub.example"

    def test_what_is_not_said_has_its_own_sentence(self, client):
        text = client.get(f"/trainings/{make_offer().id}").page.text

        for words in (
            "Le hub ne les a pas encore décrits",
            "n'a pas encore dit comment on vérifie",
            "Toute personne qui accompagne",
            "Aucun.",
            "Inscription en ligne jusqu'au début",
            "Parlez-en au hub avant de venir",
        ):
            assert words in text

    def test_what_when_and_how_much_come_before_the_rest(self, client):
        offer = make_offer(price_cents=4500)
        make_session(offer)
        text = client.get(f"/trainings/{offer.id}").page.text

        wanted = [
            "7 h",
            "45 € par personne",
            "Réserver le 2 février 2027",
            "12 places restantes",
            "Objectifs",
        ]
        assert sorted(wanted, key=text.index) == wanted

    def test_the_button_leads_to_the_soonest_free_seat(self, client):
        offer = make_offer()
        full = make_session(offer, capacity=1, starts_on=date(2027, 2, 1))
        book(full, make_person())
        later = make_session(offer, starts_on=date(2027, 2, 9))
        make_session(offer, starts_on=date(2027, 2, 2), opens_at=MONDAY + timedelta(days=1))
        make_session(offer, starts_on=date(2027, 2, 3), closes_at=MONDAY)

        links = client.get(f"/trainings/{offer.id}").page.links

        assert links["Réserver le 9 février 2027"] == f"/sessions/{later.id}"

    def test_when_all_is_full_it_leads_to_a_waiting_list(self, client):
        offer = make_offer()
        full = make_session(offer, capacity=1)
        book(full, make_person())

        links = client.get(f"/trainings/{offer.id}").page.links

        assert links["Rejoindre une liste d'attente"] == f"/sessions/{full.id}"

    def test_nothing_can_be_booked_before_it_is_published(self, hub, manager):
        offer = make_offer(hub, status=OfferStatus.DRAFT)
        make_session(offer)

        assert "Réserver le" not in manager.get(f"/trainings/{offer.id}").page.text

    def test_who_teaches_is_named_once(self, hub, client):
        offer, trainer = make_offer(hub), make_trainer(hub)
        for day in (2, 9):
            session = make_session(offer, starts_on=date(2027, 2, day))
            with transaction() as db:
                db.execute(insert(session_trainer).values(session_id=session.id, person_id=trainer.id))

        assert client.get(f"/trainings/{offer.id}").page.text.count("Tristan Former") == 1

    def test_on_paper_it_says_from_when_it_is_and_where_it_was(self, client):
        offer = make_offer()

        printed = client.get(f"/trainings/{offer.id}").page.with_class("print-only")[0]

        words = " ".join("".join(printed.itertext()).split())
        assert words.startswith("Imprimé d'après la page du 4 janvier 2027 à 9 h, heure de Paris.")
        assert words.endswith(f"http://localhost/trainings/{offer.id}")

    def test_without_a_date_there_is_a_way_on(self, client):
        links = client.get(f"/trainings/{make_offer().id}").page.links

        assert links["Demander au hub la prochaine date"].startswith("mailto:")
        assert links["Chercher une autre formation"] == "/catalogue"

    @pytest.mark.parametrize("status", [OfferStatus.DRAFT, OfferStatus.SUBMITTED, OfferStatus.RETURNED])
    def test_an_unpublished_offer_is_seen_by_its_managers_and_admins_only(
        self, client, sign_in, hub, manager, status
    ):
        offer = make_offer(hub, status=status)
        address = f"/trainings/{offer.id}"

        assert client.get(address).status_code == 404
        assert sign_in(make_aidant(hub)).get(address).status_code == 404
        assert sign_in(make_manager(make_hub())).get(address).status_code == 404
        assert manager.get(address).status_code == 200
        assert sign_in(make_admin()).get(address).status_code == 200

    def test_more_dates_cost_no_more_queries(self, client):
        offer = make_offer()
        make_session(offer)
        path = f"/trainings/{offer.id}"
        client.get(path)
        with count_queries() as for_one:
            client.get(path)
        for _ in range(4):
            make_session(offer)
        with count_queries() as for_five:
            client.get(path)

        assert len(for_five) == len(for_one)
