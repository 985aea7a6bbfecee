from datetime import timedelta

import pytest

from shared_services.catalogue.models import OfferStatus
from tests.support.makers import (
    LONG_AGO,
    kinds_posted,
    make_admin,
    make_manager,
    make_offer,
    make_revision,
)
from tests.support.queries import count_queries


@pytest.fixture
def admin(sign_in):
    return sign_in(make_admin())


def submitted(title="Premiers pas avec Pix", days=0, **given):
    at = LONG_AGO + timedelta(days=days)
    return make_offer(title=title, status=OfferStatus.SUBMITTED, submitted_at=at, **given)


class TestQueue:
    def test_the_oldest_comes_first_and_only_what_waits(self, admin):
        submitted("Récente", days=5)
        submitted("Ancienne", days=1)
        make_offer(title="Publiée")

        page = admin.get("/admin/moderation").page

        assert page.text.index("Ancienne") < page.text.index("Récente")
        assert "Publiée" not in page.text

    def test_an_empty_queue_says_so(self, admin):
        assert "Rien à relire" in admin.get("/admin/moderation").page.text

    def test_more_offers_cost_no_more_queries(self, admin):
        submitted()
        admin.get("/admin/moderation")
        with count_queries() as for_one:
            admin.get("/admin/moderation")
        for _ in range(5):
            submitted()
        with count_queries() as for_six:
            admin.get("/admin/moderation")

        assert len(for_six) == len(for_one)

    def test_new_offers_and_edits_wait_together_and_are_filtered(self, admin):
        make_revision(make_offer(title="Une offre publiée"), title="Autre titre")
        submitted(title="Une nouvelle offre")

        whole, edits = admin.get("/admin/moderation").page, admin.get("/admin/moderation?what=edits").page

        assert "2 textes attendent" in whole.text
        assert "Une offre publiée" in edits.text
        assert "Une nouvelle offre" not in edits.text

    def test_several_are_published_at_once_and_one_that_changed_stops_none(self, db, admin):
        offer, gone = submitted(), submitted()
        revision = make_revision(make_offer(), title="Autre titre")
        admin.post(f"/admin/moderation/{gone.id}/return", data={"reason": "Trop court."})
        ticked = [f"offer-{offer.id}", f"offer-{gone.id}", f"revision-{revision.id}"]

        page = admin.post("/admin/moderation/publish", data={"read": ticked}, follow_redirects=True).page

        assert "2 textes sont publiés" in page.text
        assert "1 texte avait changé" in page.text
        assert offer.status == OfferStatus.PUBLISHED

    @pytest.mark.parametrize("ticked", [[], ["offer-999999"], ["n'importe quoi"], ["offer-x"]])
    def test_nothing_known_ticked_publishes_nothing(self, admin, ticked):
        assert admin.post("/admin/moderation/publish", data={"read": ticked}).status_code == 303

    def test_managers_do_not_moderate(self, sign_in):
        offer = submitted()
        manager = sign_in(make_manager(offer_hub(offer)))

        assert manager.get("/admin/moderation").status_code == 403
        assert manager.post(f"/admin/moderation/{offer.id}/publish").status_code == 403


def offer_hub(offer):
    from shared_services.core.database import read_session
    from shared_services.network.models import Hub

    return read_session().get(Hub, offer.hub_id)


class TestAnswer:
    def test_the_preview_shows_what_readers_will_see(self, admin):
        offer = submitted(objectives="Savoir guider un premier test.")

        page = admin.get(f"/admin/moderation/{offer.id}").page

        assert "Savoir guider un premier test." in page.text
        assert "7 h" in page.text

    def test_publishing(self, db, admin):
        offer = submitted()

        response = admin.post(f"/admin/moderation/{offer.id}/publish")

        assert response.status_code == 303
        assert offer.status == OfferStatus.PUBLISHED
        assert kinds_posted(db) == ["offer_published"]

    def test_returning_needs_a_reason(self, db, admin):
        offer = submitted()

        response = admin.post(f"/admin/moderation/{offer.id}/return", data={"reason": " "})

        assert response.status_code == 422
        assert "Ce champ est à remplir." in response.page.text
        assert offer.status == OfferStatus.SUBMITTED
        assert kinds_posted(db) == []

    def test_a_reason_too_long_is_kept_on_the_page(self, admin):
        offer = submitted()

        response = admin.post(f"/admin/moderation/{offer.id}/return", data={"reason": "é" * 2001})

        assert response.status_code == 422
        assert response.page.values()["reason"].strip() == "é" * 2001

    def test_returning_with_a_reason(self, db, admin):
        offer = submitted()

        response = admin.post(
            f"/admin/moderation/{offer.id}/return", data={"reason": "Précisez <b>la durée</b> 🙂"}
        )

        assert response.status_code == 303
        assert offer.return_reason == "Précisez <b>la durée</b> 🙂"
        assert kinds_posted(db) == ["offer_returned"]

    def test_an_offer_published_meanwhile_is_refused_politely(self, admin):
        offer = make_offer()

        response = admin.post(f"/admin/moderation/{offer.id}/publish")

        assert response.status_code == 409
        assert "a changé entre-temps" in response.page.text
