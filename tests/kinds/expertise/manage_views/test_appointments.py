from datetime import timedelta

from tests.support.experts import MET, make_expert, make_expert_offer, meet, person_of
from tests.support.makers import make_hub, make_manager, make_person
from tests.support.queries import count_queries


def test_what_is_to_come_then_what_is_past(db, sign_in, at):
    hub = make_hub()
    expert = make_expert(make_expert_offer(hub))
    meet(expert, make_person("Nour", "Demande"))
    meet(make_expert(), make_person("Autre", "Hub"))
    manager = make_manager(hub)
    browser = sign_in(manager)

    coming = browser.get(f"/manage/{hub.id}/appointments").text
    assert "Edgar Expert reçoit Nour Demande" in coming
    assert "Autre Hub" not in coming
    assert "Nour Demande" not in browser.get(f"/manage/{hub.id}/appointments?when=past").text
    with at(MET + timedelta(days=1)):
        browser = sign_in(manager)  # a device of three weeks ago is signed out
        assert "Nour Demande" in browser.get(f"/manage/{hub.id}/appointments?when=past").text


def test_as_many_queries_for_one_as_for_many(db, sign_in):
    hub = make_hub()
    expert = make_expert(make_expert_offer(hub))
    browser = sign_in(make_manager(hub))
    meet(expert)
    with count_queries() as for_one:
        browser.get(f"/manage/{hub.id}/appointments")
    for days in range(1, 4):
        meet(expert, start=MET + timedelta(days=days))
    other = make_expert(make_expert_offer(hub), person_of(expert))
    meet(other, start=MET + timedelta(hours=4))
    with count_queries() as for_five:
        browser.get(f"/manage/{hub.id}/appointments")

    assert len(for_five) == len(for_one)
