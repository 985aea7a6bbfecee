import pytest

from shared_services.booking.models import QuotaPeriod
from shared_services.catalogue.models import OfferStatus
from shared_services.kinds.expertise.models import Way
from shared_services.kinds.expertise.queries import list_offers_of_hub, list_travel
from tests.support.experts import make_expert, make_expert_offer, meet
from tests.support.makers import make_manager, make_person
from tests.support.queries import count_queries

WRITTEN = {
    "title": "Monter un budget",
    "summary": "Une heure pour y voir clair.",
    "description": "On lit vos comptes ensemble.",
    "themes": ["1"],
    "durations": ["30", "90"],
    "ways": ["on_site", "phone"],
    "travel": "62 : 45\n80:60",
    "buffer_before": "0",
    "buffer_after": "15",
    "notice_hours": "24",
    "horizon_days": "60",
    "organisation_most": "3",
    "organisation_period": "quarter",
    "is_pool": "y",
    "who": "any_hub",
}


@pytest.fixture
def browser(sign_in, hub):
    return sign_in(make_manager(hub))


def write(browser, hub, **given):
    return browser.post(f"/manage/{hub.id}/experts/new", data=WRITTEN | given)


def test_an_offer_is_written_in_one_page(browser, db, hub):
    answer = write(browser, hub)

    assert answer.status_code == 303
    (offer,) = list_offers_of_hub(db, hub.id)
    assert (offer.minutes, offer.offered_ways) == ([30, 90], [Way.ON_SITE, Way.PHONE])
    assert (offer.organisation_most, offer.organisation_period) == (3, QuotaPeriod.QUARTER)
    assert [(one.code, minutes) for one, minutes in list_travel(db, offer.id)] == [("62", 45), ("80", 60)]
    shown = browser.get(answer.headers["Location"]).text
    assert "Personne ne reçoit encore" in shown
    assert "Soumettre à la relecture" in shown
    assert "Monter un budget" in browser.get(f"/manage/{hub.id}/experts").text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"),
        ({"durations": []}, "durations"),
        ({"ways": ["teleport"]}, "ways"),
        ({"travel": ""}, "ways"),
        ({"travel": "999 : 10"}, "travel"),
        ({"travel": "62 : loin"}, "travel"),
        ({"travel": "62 : 999"}, "travel"),
        ({"horizon_days": "0"}, "horizon_days"),
        ({"notice_hours": "-1"}, "notice_hours"),
        ({"organisation_most": "0"}, "organisation_most"),
        ({"organisation_period": "siècle"}, "organisation_period"),
    ],
)
def test_what_does_not_hold_together_is_told_beside_its_field(browser, db, hub, given, field):
    answer = write(browser, hub, **given)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert list_offers_of_hub(db, hub.id) == []


def test_rules_change_for_the_next_appointments_only(browser, db, hub):
    offer = make_expert_offer(hub)
    expert = make_expert(offer)
    booking = meet(expert)
    slots = booking.slots
    given = {f"rules-{name}": value for name, value in WRITTEN.items()} | {"rules-needs_approval": "y"}

    answer = browser.post(f"/manage/experts/{offer.id}/rules", data=given)

    assert answer.status_code == 303
    db.expire_all()
    assert (expert.needs_approval, expert.audience.value) == (True, "any_hub")
    assert booking.slots == slots
    refused = browser.post(f"/manage/experts/{offer.id}/rules", data=given | {"rules-durations": []})
    assert refused.status_code == 422


def test_it_is_corrected_handed_in_and_taken_back(browser, db, hub):
    offer = make_expert_offer(hub, status=OfferStatus.DRAFT)
    address = f"/manage/experts/{offer.id}"

    assert browser.post(address, data=WRITTEN | {"title": ""}).status_code == 422
    assert browser.post(address, data=WRITTEN).status_code == 303
    assert offer.title == "Monter un budget"
    browser.post(f"/manage/offers/{offer.id}/submit")
    db.expire_all()
    assert offer.status == OfferStatus.SUBMITTED
    browser.post(f"/manage/offers/{offer.id}/withdraw")
    db.expire_all()
    assert offer.status == OfferStatus.DRAFT


def test_a_published_text_changes_beside_what_readers_see(browser, db, hub):
    offer = make_expert_offer(hub)

    browser.post(f"/manage/experts/{offer.id}", data=WRITTEN)

    db.expire_all()
    assert offer.title == "Monter un plan de financement"
    assert "Soumettre la modification" in browser.get(f"/manage/experts/{offer.id}").text


def test_it_is_not_archived_while_people_count_on_it(browser, db, hub):
    expert = make_expert(make_expert_offer(hub))
    meet(expert)

    answer = browser.post(f"/manage/offers/{expert.expert_offer_id}/archive")

    assert answer.status_code == 409
    assert "Des rendez-vous sont encore à venir" in answer.text


def test_nobody_else_reads_a_draft(client, sign_in, db):
    draft = make_expert_offer(status=OfferStatus.DRAFT)

    assert client.get(f"/experts/{draft.id}").status_code == 404
    assert sign_in(make_person()).get(f"/manage/experts/{draft.id}").status_code == 403


def test_the_list_takes_as_many_queries_for_one_as_for_many(browser, hub):
    make_expert(make_expert_offer(hub))
    with count_queries() as for_one:
        browser.get(f"/manage/{hub.id}/experts")
    for _ in range(3):
        make_expert(make_expert_offer(hub))
    with count_queries() as for_four:
        browser.get(f"/manage/{hub.id}/experts")

    assert len(for_four) == len(for_one)
