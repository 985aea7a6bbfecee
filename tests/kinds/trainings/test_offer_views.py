from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.catalogue.models import OfferStatus, Theme
from shared_services.core.database import read_session
from shared_services.kinds.trainings.models import TrainingOffer
from shared_services.network.models import Hub
from tests.support.makers import (
    MONDAY,
    count,
    kinds_posted,
    make_admin,
    make_hub,
    make_manager,
    make_offer,
    make_session,
)
from tests.support.queries import count_queries


@pytest.fixture
def hub(db):
    return make_hub("Hub du Nord")


@pytest.fixture
def manager(hub, sign_in):
    return sign_in(make_manager(hub))


def typed(**given):
    theme = read_session().scalars(select(Theme.id).order_by(Theme.id)).first()
    return {
        "title": "Accompagner vers Pix",
        "summary": "Une journée pour s'y mettre.",
        "objectives": "Guider un premier test.",
        "programme": "Matin : découvrir.\nAprès-midi : pratiquer.",
        "duration": "3 h 30",
        "themes": str(theme),
        "modality": "in_person",
        "price": "12,50",
        "bring": "Un ordinateur",
        "methods": "Des exercices à deux",
        "assessment": "Un quiz",
    } | given


class TestWriting:
    def test_a_draft_keeps_everything_typed(self, db, hub, manager):
        response = manager.post(f"/manage/{hub.id}/trainings/new", data=typed())

        offer = db.scalars(select(TrainingOffer)).one()
        assert response.location == f"/manage/trainings/{offer.id}"
        assert (offer.status, offer.duration_minutes, offer.price_cents) == (OfferStatus.DRAFT, 210, 1250)
        assert (offer.methods, offer.assessment) == ("Des exercices à deux", "Un quiz")
        assert offer.search_text.startswith(" accompagner vers pix ")

    def test_a_training_to_come_back_to_lets_people_book_several_dates(self, db, hub, manager):
        manager.post(f"/manage/{hub.id}/trainings/new", data=typed(several_dates="y"))
        manager.post(f"/manage/{hub.id}/trainings/new", data=typed())

        assert [o.dates_each for o in db.scalars(select(TrainingOffer).order_by(TrainingOffer.id))] == [0, 1]

    def test_it_is_free_when_no_price_is_given(self, db, hub, manager):
        manager.post(f"/manage/{hub.id}/trainings/new", data=typed(price=""))

        assert db.scalars(select(TrainingOffer)).one().price_cents == 0

    @pytest.mark.parametrize(
        ("typed_hours", "minutes"),
        [("7", 420), ("7 h", 420), ("3h30", 210), ("3:30", 210), ("3,5", 210), ("1 heure", 60)],
    )
    def test_hours_are_read_as_people_type_them(self, db, hub, manager, typed_hours, minutes):
        manager.post(f"/manage/{hub.id}/trainings/new", data=typed(duration=typed_hours))

        assert db.scalars(select(TrainingOffer)).one().duration_minutes == minutes

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("title", "", "Ce champ est à remplir."),
            ("title", "   ", "Ce champ est à remplir."),
            ("title", "é" * 161, "160 caractères au plus"),
            ("programme", "x" * 8001, "8000 caractères au plus"),
            ("duration", "une journée", "par exemple 7 ou 3 h 30"),
            ("duration", "0", "par exemple 7 ou 3 h 30"),
            ("duration", "3 h 75", "par exemple 7 ou 3 h 30"),
            ("price", "cher", "par exemple 45 ou 12,50"),
            ("price", "-3", "par exemple 45 ou 12,50"),
        ],
    )
    def test_what_cannot_be_read_is_kept_and_nothing_is_written(
        self, db, hub, manager, field, value, sentence
    ):
        response = manager.post(f"/manage/{hub.id}/trainings/new", data=typed(**{field: value}))

        assert response.status_code == 422
        assert sentence in response.page.text
        kept = response.page.values()
        assert kept["bring"].strip() == "Un ordinateur"
        assert kept[field].strip() == value.strip()
        assert count(db, TrainingOffer) == 0

    @pytest.mark.parametrize("field", ["themes", "modality"])
    @pytest.mark.parametrize("value", ["", "999999", "<script>"])
    def test_a_choice_that_is_not_offered_is_refused(self, db, hub, manager, field, value):
        response = manager.post(f"/manage/{hub.id}/trainings/new", data=typed(**{field: value}))

        assert response.status_code == 422
        assert count(db, TrainingOffer) == 0

    def test_a_script_or_an_emoji_is_text_like_any_other(self, db, hub, manager):
        title = "<script>alert(1)</script> 🙂"
        manager.post(f"/manage/{hub.id}/trainings/new", data=typed(title=title))
        offer = db.scalars(select(TrainingOffer)).one()

        assert manager.get(f"/manage/trainings/{offer.id}").page.h1 == title

    def test_the_manager_of_another_hub_writes_nothing(self, db, hub, sign_in):
        stranger = sign_in(make_manager(make_hub()))

        assert stranger.post(f"/manage/{hub.id}/trainings/new", data=typed()).status_code == 403
        assert count(db, TrainingOffer) == 0


class TestLifeOfAnOffer:
    def test_submitted_then_returned_then_corrected_then_published(self, db, hub, manager, sign_in, at):
        offer = make_offer(hub, status=OfferStatus.DRAFT)
        admin = sign_in(make_admin())
        here, there = f"/manage/trainings/{offer.id}", f"/admin/moderation/{offer.id}"
        submit = f"/manage/offers/{offer.id}/submit"

        manager.post(submit)
        admin.post(f"{there}/return", data={"reason": "Précisez le public."})
        assert "Précisez le public." in manager.get(here).page.text
        with at(MONDAY + timedelta(days=1)):
            manager.post(here, data=typed(audience="Conseillers numériques"))
            manager.post(submit)
            admin.post(f"{there}/publish")

        assert (offer.status, offer.audience) == (OfferStatus.PUBLISHED, "Conseillers numériques")
        assert kinds_posted(db) == [
            "offer_submitted",
            "offer_to_moderate",
            "offer_returned",
            "offer_submitted",
            "offer_to_moderate",
            "offer_published",
        ]

    def test_what_an_admin_reads_is_not_edited(self, hub, manager):
        offer = make_offer(hub, status=OfferStatus.SUBMITTED)

        response = manager.post(f"/manage/trainings/{offer.id}", data=typed())

        assert response.status_code == 409
        assert "reprenez-le d'abord" in response.page.text
        assert offer.title == "Premiers pas avec Pix"

    def test_a_published_offer_without_coming_session_is_withdrawn_and_edited(self, hub, manager):
        offer = make_offer(hub)

        manager.post(f"/manage/offers/{offer.id}/withdraw")
        manager.post(f"/manage/trainings/{offer.id}", data=typed())

        assert (offer.status, offer.title) == (OfferStatus.DRAFT, "Accompagner vers Pix")

    def test_it_stays_in_the_catalogue_while_a_session_is_coming(self, hub, manager):
        offer = make_offer(hub)
        make_session(offer)

        assert "ne se retire pas" in manager.get(f"/manage/trainings/{offer.id}").page.text
        assert manager.post(f"/manage/offers/{offer.id}/withdraw").status_code == 409
        assert offer.status == OfferStatus.PUBLISHED

    def test_a_submitted_one_is_taken_back_even_with_sessions(self, hub, manager):
        offer = make_offer(hub, status=OfferStatus.SUBMITTED)
        make_session(offer)

        manager.post(f"/manage/offers/{offer.id}/withdraw")

        assert offer.status == OfferStatus.DRAFT


class TestList:
    def test_each_offer_says_where_it_stands(self, hub, manager):
        for status in OfferStatus:
            make_offer(hub, title=f"Offre {status.value}", status=status)
        make_offer(title="D'un autre hub")

        text = manager.get(f"/manage/{hub.id}/offers").page.text

        for words in ("Brouillon", "En relecture", "Publiée", "À corriger · À compléter."):
            assert words in text
        assert "D'un autre hub" not in text

    def test_more_offers_cost_no_more_queries(self, hub, manager):
        make_session(make_offer(hub))
        path = f"/manage/{hub.id}/offers"
        manager.get(path)
        with count_queries() as for_one:
            manager.get(path)
        for _ in range(4):
            make_session(make_offer(hub))
        with count_queries() as for_five:
            manager.get(path)

        assert len(for_five) == len(for_one)

    def test_many_offers_come_in_pages(self, hub, manager):
        titles = [f"Atelier {number:02}" for number in range(21)]
        for title in titles:
            make_offer(hub, title=title)

        first = manager.get(f"/manage/{hub.id}/offers").page
        second = manager.get(first.links["Page suivante"]).page

        assert [title for title in titles if title not in first.text] == titles[20:]
        assert titles[20] in second.text


def test_an_offer_that_does_not_exist_is_not_found(client, manager):
    assert client.get("/trainings/999999").status_code == 404
    assert manager.get("/manage/trainings/999999").status_code == 404


def test_the_other_hub_manages_nothing_here(db, sign_in, hub):
    offer = make_offer(hub, status=OfferStatus.DRAFT)
    other = sign_in(make_manager(db.get(Hub, make_hub().id)))

    for address in ("trainings/{}", "offers/{}/submit", "offers/{}/withdraw"):
        assert other.post(f"/manage/{address.format(offer.id)}").status_code == 403
