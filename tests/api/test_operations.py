from shared_services.api.models import Feed, FeedKind
from shared_services.api.operations import close_feed, open_feed
from shared_services.core.database import transaction
from tests.support.makers import MONDAY, make_person


def test_one_open_address_a_kind_whatever_happens(db):
    person = make_person()
    for kind in (FeedKind.BOOKINGS, FeedKind.BOOKINGS, FeedKind.TEACHING):
        with transaction() as write:
            open_feed(write, kind, person=person, now=MONDAY)

    live = [feed.kind for feed in db.query(Feed).filter(Feed.revoked_at.is_(None))]
    assert sorted(live) == [FeedKind.BOOKINGS, FeedKind.TEACHING]

    with transaction() as write:
        close_feed(write, FeedKind.TEACHING, person=person, now=MONDAY)
        close_feed(write, FeedKind.TEACHING, person=person, now=MONDAY)
    assert db.query(Feed).filter(Feed.revoked_at.is_(None)).count() == 1
