import pytest

from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.revisions.models import RevisionStatus
from shared_services.catalogue.revisions.queries import find_live_revision
from shared_services.kinds.trainings.models import TrainingOffer
from tests.kinds.trainings.test_offer_views import typed
from tests.support.makers import make_admin, make_manager, make_offer, make_revision
from tests.support.queries import count_queries


@pytest.fixture
def offer(hub):
    return make_offer(hub, themes=("culture-numerique",))


@pytest.fixture
def manager(hub, sign_in):
    return sign_in(make_manager(hub))


@pytest.fixture
def admin(sign_in):
    return sign_in(make_admin())


class TestAManagerEditsAPublishedOffer:
    def test_from_the_form_to_readers(self, db, offer, manager, admin):
        here = f"/manage/trainings/{offer.id}"
        manager.post(here, data=typed(title="Pix sans peur"))
        assert "Une modification est commencée" in manager.get(here).page.text
        manager.post(f"/manage/offers/{offer.id}/revision/submit")
        assert "attend la relecture depuis" in manager.get(here).page.text
        revision = find_live_revision(db, offer.id)

        page = admin.get(f"/admin/moderation/revisions/{revision.id}").page
        assert "retiré : Premiers" in page.text
        assert "ajouté : " in page.text
        admin.post(f"/admin/moderation/revisions/{revision.id}/publish")

        db.expire_all()
        assert db.get_one(TrainingOffer, offer.id).title == "Pix sans peur"

    def test_nothing_that_differs_is_said_kindly(self, offer, manager):
        make_revision(offer, status=RevisionStatus.DRAFT)

        manager.post(f"/manage/offers/{offer.id}/revision/submit")

        assert "Rien ne change" in manager.get(f"/manage/trainings/{offer.id}").page.text

    def test_a_returned_one_says_why_on_the_offer_and_on_the_desk(self, hub, offer, manager, admin):
        revision = make_revision(offer, title="Pix sans peur")
        url = f"/admin/moderation/revisions/{revision.id}/return"

        assert admin.post(url, data={"reason": ""}).status_code == 422
        admin.post(url, data={"reason": "Gardez le mot Pix."})

        assert "Gardez le mot Pix." in manager.get(f"/manage/trainings/{offer.id}").page.text
        assert "Une modification vous est renvoyée" in manager.get(f"/manage/{hub.id}").page.text

    def test_taken_back_then_given_up(self, db, offer, manager):
        make_revision(offer, title="Pix sans peur")

        manager.post(f"/manage/offers/{offer.id}/revision/take-back")
        assert find_live_revision(db, offer.id).status == RevisionStatus.DRAFT
        manager.post(f"/manage/offers/{offer.id}/revision/drop")

        assert find_live_revision(db, offer.id) is None

    def test_archived_it_leaves_the_list_and_may_come_back(self, db, hub, offer, manager):
        manager.post(f"/manage/offers/{offer.id}/archive")

        assert offer.title not in manager.get(f"/manage/{hub.id}/offers").page.text
        assert offer.title in manager.get(f"/manage/{hub.id}/offers?archived=1").page.text
        manager.post(f"/manage/offers/{offer.id}/withdraw")
        db.refresh(offer)
        assert offer.status == OfferStatus.DRAFT


class TestHistory:
    def test_every_step_who_and_why_and_what_an_edit_changed(self, offer, manager, admin):
        revision = make_revision(offer, title="Pix sans peur")
        admin.post(f"/admin/moderation/revisions/{revision.id}/publish")
        admin.post(f"/admin/offers/{offer.id}/suspend", data={"reason": "Contenu commercial."})

        page = manager.get(f"/manage/offers/{offer.id}/history").page

        assert "a publié la modification de l'offre" in page.text
        assert "Contenu commercial." in page.text
        changes = manager.get(f"/manage/offers/{offer.id}/revisions/{revision.id}").page
        assert "ajouté : sans peur" in changes.text

    def test_an_edit_is_only_found_under_its_offer(self, hub, offer, manager):
        other = make_offer(hub)
        revision = make_revision(offer, title="Pix sans peur")

        assert manager.get(f"/manage/offers/{other.id}/revisions/{revision.id}").status_code == 404

    def test_it_is_read_in_as_many_statements_however_long_it_is(self, offer, manager, admin):
        url = f"/manage/offers/{offer.id}/history"
        admin.post(f"/admin/offers/{offer.id}/suspend", data={"reason": "Contenu commercial."})
        manager.get(url)
        with count_queries() as short:
            manager.get(url)
        for _number in range(4):
            admin.post(f"/admin/offers/{offer.id}/resume")
            admin.post(f"/admin/offers/{offer.id}/suspend", data={"reason": "Contenu commercial."})
        with count_queries() as long:
            manager.get(url)

        assert len(long) == len(short)
