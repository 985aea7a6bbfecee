import pytest

from shared_services.booking.queries import find_staff_time
from shared_services.kinds.expertise.queries import list_experts_of
from tests.support.bookings import cancel
from tests.support.experts import make_expert, make_expert_offer, meet
from tests.support.makers import make_manager, make_person, make_trainer


@pytest.fixture
def browser(sign_in, hub):
    return sign_in(make_manager(hub))


def add(browser, offer, person, **given):
    data = {"expert-person": str(person.id), "expert-phone": "03 21 00 00 00", **given}
    return browser.post(f"/manage/experts/{offer.id}/people", data=data)


def test_somebody_of_the_team_gives_appointments(browser, db, hub):
    offer, trainer = make_expert_offer(hub), make_trainer(hub)

    assert add(browser, offer, trainer).status_code == 303

    (expert,) = list_experts_of(db, [offer.id])
    assert (expert.person_id, expert.capacity, expert.phone) == (trainer.id, 1, "+33 3 21 00 00 00")
    assert find_staff_time(db, trainer.id) is not None
    assert "Tristan Former" in browser.get(f"/manage/experts/{offer.id}").text
    again = add(browser, offer, trainer)
    assert again.status_code == 422
    assert "donne déjà des rendez-vous" in again.text


def test_a_stranger_is_not_of_the_team(browser, db, hub):
    offer = make_expert_offer(hub)

    assert add(browser, offer, make_person()).status_code == 422
    assert list_experts_of(db, [offer.id]) == []


@pytest.mark.parametrize("link", ["javascript:alert(1)", "visio", "https://a b"])
def test_a_link_leads_somewhere(browser, hub, link):
    answer = add(browser, make_expert_offer(hub), make_trainer(hub), **{"expert-video_link": link})

    assert answer.status_code == 422
    assert 'id="expert-video_link-error"' in answer.text


def test_who_is_expected_stays_then_leaves_and_may_come_back(browser, db, hub):
    offer = make_expert_offer(hub)
    trainer = make_trainer(hub)
    add(browser, offer, trainer)
    expert = make_expert(offer)
    booking = meet(expert)
    address = f"/manage/experts/people/{expert.id}/remove"

    assert browser.post(address).status_code == 409
    cancel(booking)
    assert browser.post(address).status_code == 303

    db.expire_all()
    assert [one.person_id for one in list_experts_of(db, [offer.id])] == [trainer.id]
    former = next(one for one in list_experts_of(db, [offer.id], also_former=True) if one.id == expert.id)
    data = {"expert-person": str(former.person_id)}
    browser.post(f"/manage/experts/{offer.id}/people", data=data)
    assert len(list_experts_of(db, [offer.id])) == 2
