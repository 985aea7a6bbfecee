import pytest

from shared_services.booking.models import Audience
from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.operations import publish_offer
from shared_services.catalogue.revisions.operations import publish_revision, submit_revision
from shared_services.pathways.models import PathwayOffer
from shared_services.pathways.queries import get_pathway, list_modules
from tests.support.bookings import do
from tests.support.makers import make_admin, make_hub, make_manager, make_offer, make_person
from tests.support.pathways import alter, follow, ids_of, make_pathway, plan_sessions, trainings_of
from tests.support.queries import count_queries


@pytest.fixture
def hub(db):
    return make_hub()


@pytest.fixture
def browser(sign_in, hub):
    return sign_in(make_manager(hub))


TEXT = {
    "title": "Devenir aidant",
    "summary": "En trois étapes.",
    "description": "Accueillir, accompagner, évaluer.",
    "objectives": "Accueillir\nExpliquer",
    "audience": "Bénévoles",
    "who": "any_hub",
    "themes": [1],
    "modality": "in_person",
    "level": "",
    "price": "",
    "accessibility_contact": "",
}


class TestList:
    def test_it_says_where_each_stands_and_warns_of_a_module_that_is_gone(self, browser, hub):
        pathway = make_pathway(hub)
        alter(trainings_of(pathway)[0][1], status=OfferStatus.ARCHIVED)

        text = browser.get(f"/manage/{hub.id}/pathways").page.text

        assert "Parcours aidant numérique" in text
        assert "Un module n'est plus proposé : Accueillir" in text
        assert "0 personne le suit" in text.replace("personnes le suivent", "personne le suit")

    def test_archived_ones_are_apart(self, browser, hub):
        make_pathway(hub, status=OfferStatus.ARCHIVED)

        assert "Parcours aidant" not in browser.get(f"/manage/{hub.id}/pathways").page.text
        assert "Parcours aidant" in browser.get(f"/manage/{hub.id}/pathways?archived=1").page.text

    def test_as_many_statements_for_one_as_for_five(self, browser, hub):
        make_pathway(hub)
        with count_queries() as one:
            browser.get(f"/manage/{hub.id}/pathways")
        for _ in range(4):
            make_pathway(hub)
        with count_queries() as five:
            browser.get(f"/manage/{hub.id}/pathways")

        assert len(five) == len(one)


class TestWrite:
    def test_a_draft_is_written_handed_in_and_taken_back(self, db, browser, hub):
        assert browser.post(f"/manage/{hub.id}/pathways/new", data={"title": ""}).status_code == 422
        answer = browser.post(f"/manage/{hub.id}/pathways/new", data=TEXT)
        pathway = db.query(PathwayOffer).one()
        assert answer.location.endswith(f"/manage/pathways/{pathway.id}")
        assert pathway.who == Audience.ANY_HUB
        assert "Ajoutez un premier module" in browser.get(answer.location).page.text

        where = f"/manage/pathways/{pathway.id}"
        browser.post(f"{where}/modules", data={"training": make_offer(hub).id})
        browser.post(f"/manage/offers/{pathway.id}/submit")
        assert pathway.status == OfferStatus.SUBMITTED
        assert "Reprendre pour corriger" in browser.get(where).page.text
        browser.post(f"/manage/offers/{pathway.id}/withdraw")
        assert pathway.status == OfferStatus.DRAFT
        assert browser.post(where, data=TEXT | {"title": "Autre"}).status_code == 303
        assert pathway.title == "Autre"

    def test_without_a_module_it_is_not_submitted_whatever_is_sent(self, browser, hub):
        pathway = make_pathway(hub, modules=0, status=OfferStatus.DRAFT)

        answer = browser.post(f"/manage/offers/{pathway.id}/submit")

        assert answer.status_code == 409
        assert "Ajoutez d'abord un module" in answer.page.text
        assert pathway.status == OfferStatus.DRAFT

    @pytest.mark.parametrize("status", [OfferStatus.DRAFT, OfferStatus.SUBMITTED, OfferStatus.ARCHIVED])
    def test_nor_with_a_module_that_is_not_published(self, browser, hub, status):
        pathway = make_pathway(hub, status=OfferStatus.DRAFT)
        alter(trainings_of(pathway)[1][1], status=status, published_at=None)

        answer = browser.post(f"/manage/offers/{pathway.id}/submit")

        assert answer.status_code == 409
        assert "le module « Accompagner » n'est pas publié" in answer.page.text
        assert pathway.status == OfferStatus.DRAFT
        page = browser.get(f"/manage/pathways/{pathway.id}").page
        assert "Soumettre à la relecture" not in page.text

    def test_a_change_of_a_published_one_is_refused_likewise(self, browser, hub):
        pathway = make_pathway(hub)
        browser.post(f"/manage/pathways/{pathway.id}", data=TEXT)
        alter(trainings_of(pathway)[1][1], status=OfferStatus.ARCHIVED)

        answer = browser.post(f"/manage/offers/{pathway.id}/revision/submit", follow_redirects=True)

        assert "le module « Accompagner » n'est pas publié" in answer.page.text
        assert "en relecture" not in answer.page.text

    def test_an_admin_reads_it_with_its_modules_and_publishes(self, db, sign_in, hub):
        pathway, admin = make_pathway(hub, status=OfferStatus.SUBMITTED), make_admin()

        page = sign_in(admin).get(f"/admin/moderation/{pathway.id}").page
        do(publish_offer, pathway, by=admin)

        assert "Accompagner" in page.text
        assert pathway.status == OfferStatus.PUBLISHED

    def test_objectives_are_few_short_and_different(self, browser, hub):
        for objectives in ("Même\nMême", "x" * 301, "\n".join(map(str, range(13)))):
            answer = browser.post(f"/manage/{hub.id}/pathways/new", data=TEXT | {"objectives": objectives})
            assert answer.status_code == 422

    def test_a_change_of_a_published_one_waits_to_be_read(self, db, browser, hub):
        pathway, admin = make_pathway(hub), make_admin()
        where = f"/manage/pathways/{pathway.id}"

        browser.post(where, data=TEXT)
        assert pathway.title == "Parcours aidant numérique"
        maud = make_person()
        revision = do(submit_revision, pathway, by=maud)
        do(publish_revision, revision, by=admin)

        assert pathway.title == "Devenir aidant"
        assert len(list_modules(db, [pathway.id])) == 3

    def test_one_that_people_follow_is_not_taken_back(self, browser, hub):
        pathway = make_pathway(hub)
        follow(pathway, make_person(), ids_of(plan_sessions(pathway)))

        answer = browser.post(f"/manage/offers/{pathway.id}/withdraw")

        assert answer.status_code == 409
        assert pathway.status == OfferStatus.PUBLISHED
        assert "1 personne" in browser.get(f"/manage/pathways/{pathway.id}").page.text

    def test_the_manager_is_told_of_a_module_that_is_gone(self, browser, hub):
        pathway = make_pathway(hub)
        alter(trainings_of(pathway)[2][1], status=OfferStatus.DRAFT)

        text = browser.get(f"/manage/pathways/{pathway.id}").page.text

        assert "Un module n'est plus proposé : Évaluer" in text

    def test_another_hub_does_not_touch_it(self, sign_in, db, hub):
        pathway = make_pathway(hub)
        stranger = sign_in(make_manager(make_hub()))

        assert stranger.get(f"/manage/pathways/{pathway.id}").status_code == 403
        assert get_pathway(db, pathway.id).status == OfferStatus.PUBLISHED
