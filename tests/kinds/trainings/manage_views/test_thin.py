from tests.support.bookings import book
from tests.support.makers import make_hub, make_manager, make_offer, make_session
from tests.support.queries import count_queries


def test_each_session_with_its_twins_and_the_way_to_merge(db, sign_in):
    hub = make_hub()
    offer = make_offer(hub)
    session = make_session(offer)
    theirs = make_session(make_offer(make_hub("Hub voisin")))
    book(session)

    page = sign_in(make_manager(hub)).get(f"/manage/{hub.id}/thin-sessions").page

    assert "1 place prise sur 12" in page.text
    assert "Hub voisin" in page.text
    links = [link.get("href") for link in page.all("a")]
    assert f"/manage/sessions/{session.id}/merge" in links
    assert f"/sessions/{theirs.id}" in links


def test_nothing_thin_is_said_too(db, sign_in):
    hub = make_hub()

    text = sign_in(make_manager(hub)).get(f"/manage/{hub.id}/thin-sessions").page.text

    assert "Aucune session peu remplie" in text


def test_the_number_of_statements_does_not_grow(db, sign_in):
    hub = make_hub()
    manager = sign_in(make_manager(hub))
    offer = make_offer(hub)
    for _ in range(2):
        make_session(offer)
    manager.get(f"/manage/{hub.id}/thin-sessions")
    with count_queries() as for_two:
        manager.get(f"/manage/{hub.id}/thin-sessions")
    for _ in range(6):
        make_session(make_offer(make_hub()))
        make_session(offer)
    with count_queries() as for_many:
        manager.get(f"/manage/{hub.id}/thin-sessions")

    assert len(for_many) == len(for_two) <= 21
