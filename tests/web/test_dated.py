from shared_services.web.dated import page_at, with_seats
from tests.support.makers import make_session
from tests.support.queries import count_queries


def test_a_date_has_its_places_and_its_page(app, db):
    session = make_session(capacity=12)

    with app.test_request_context():
        [dated] = with_seats(db, [session])

    assert (dated.seats.left, dated.url) == (12, f"/sessions/{session.id}")


def test_no_date_asks_nothing(db):
    with count_queries() as queries:
        assert with_seats(db, []) == []

    assert len(queries) == 0


def test_a_page_that_no_slice_gives_is_the_catalogue(app):
    with app.test_request_context():
        assert page_at("nowhere.show", {"offer_id": 1}) == "/catalogue"
