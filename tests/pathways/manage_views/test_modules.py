import pytest

from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.revisions.operations import publish_revision, submit_revision
from shared_services.catalogue.revisions.queries import find_live_revision
from shared_services.pathways.models import NeedsRule
from tests.support.bookings import do
from tests.support.makers import make_admin, make_hub, make_manager, make_offer, make_person
from tests.support.pathways import follow, ids_of, make_pathway, modules_of, plan_sessions, trainings_of


@pytest.fixture
def hub(db):
    return make_hub()


@pytest.fixture
def browser(sign_in, hub):
    return sign_in(make_manager(hub))


@pytest.fixture
def draft(hub):
    return make_pathway(hub, status=OfferStatus.DRAFT)


def titles(pathway):
    return [module.offer.title for module in modules_of(pathway)]


def where(pathway, *parts):
    return "/".join(["/manage/pathways", str(pathway.id), "modules", *map(str, parts)])


def test_a_training_of_another_hub_becomes_a_module(browser, draft):
    training = make_offer(title="Ailleurs")

    browser.post(where(draft), data={"training": training.id})

    assert titles(draft) == ["Accueillir", "Accompagner", "Évaluer", "Ailleurs"]


def test_neither_twice_nor_unpublished(browser, draft):
    hidden = make_offer(status=OfferStatus.DRAFT)

    for training_id in (hidden.id, trainings_of(draft)[0][1].id, "x", ""):
        assert browser.post(where(draft), data={"training": training_id}).status_code == 422


def test_modules_go_up_and_down_and_stay_at_the_ends(browser, draft):
    ids = [training.id for _module_id, training in trainings_of(draft)]

    browser.post(where(draft, ids[2], "move"), data={"to": "up"})
    assert titles(draft) == ["Accueillir", "Évaluer", "Accompagner"]
    browser.post(where(draft, ids[0], "move"), data={"to": "down"})
    assert titles(draft) == ["Évaluer", "Accueillir", "Accompagner"]
    browser.post(where(draft, ids[2], "move"), data={"to": "up"})
    assert titles(draft) == ["Évaluer", "Accueillir", "Accompagner"]


def test_what_must_come_before_and_the_gaps_are_written(browser, draft):
    first, second, third = [training.id for _module_id, training in trainings_of(draft)]
    page = browser.get(where(draft, third)).page
    assert "Régler « Évaluer »" in page.h1

    rules = {"needs": [first, second], "needs_rule": "any", "minimum_gap": 7, "maximum_gap": 60}
    assert browser.post(where(draft, third), data=rules).status_code == 303

    module = modules_of(draft)[2]
    assert (module.is_required, module.needs_rule) == (False, NeedsRule.ANY)
    assert (module.minimum_gap_days, module.maximum_gap_days) == (7, 60)
    assert len(module.needs) == 2
    text = browser.get(f"/manage/pathways/{draft.id}").page.text
    assert "facultatif, après au moins un de « Accueillir », « Accompagner »" in text


def test_gaps_are_in_order_and_needs_among_those_before(browser, draft):
    first, second, third = [training.id for _module_id, training in trainings_of(draft)]

    for wrong in ({"minimum_gap": 9, "maximum_gap": 2}, {"minimum_gap": "x"}, {"needs": [third]}):
        assert browser.post(where(draft, second), data={"needs_rule": "all"} | wrong).status_code == 422
    assert browser.get(where(draft, make_offer().id)).status_code == 404
    assert browser.get(where(draft, first)).status_code == 200


def test_moved_before_what_it_needed_a_module_needs_it_no_more(browser, draft):
    first, second, _third = [training.id for _module_id, training in trainings_of(draft)]
    browser.post(where(draft, second), data={"needs": [first], "needs_rule": "all", "is_required": "y"})

    browser.post(where(draft, second, "move"), data={"to": "up"})

    assert [len(module.needs) for module in modules_of(draft)] == [0, 0, 0]


def test_of_a_published_pathway_modules_change_once_an_admin_has_read_them(db, browser, hub):
    pathway, maud = make_pathway(hub), make_person()
    sessions = plan_sessions(pathway)
    enrolment = follow(pathway, maud, ids_of(sessions))
    last_id = trainings_of(pathway)[2][1].id

    browser.post(where(pathway, last_id, "remove"))
    assert titles(pathway) == ["Accueillir", "Accompagner", "Évaluer"]
    assert find_live_revision(db, pathway.id) is not None
    page = browser.get(f"/manage/offers/{pathway.id}/revisions/{find_live_revision(db, pathway.id).id}").page
    assert "3. Évaluer" in page.text
    revision = do(submit_revision, pathway, by=maud)
    do(publish_revision, revision, by=make_admin())

    assert titles(pathway) == ["Accueillir", "Accompagner"]
    assert enrolment.is_under_way


def test_a_module_that_was_removed_may_come_back(browser, draft):
    last = trainings_of(draft)[2][1].id

    browser.post(where(draft, last, "remove"))
    assert titles(draft) == ["Accueillir", "Accompagner"]
    browser.post(where(draft), data={"training": last})

    assert titles(draft) == ["Accueillir", "Accompagner", "Évaluer"]
