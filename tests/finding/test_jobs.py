from datetime import date, timedelta

from sqlalchemy import select

from shared_services.booking.models import CancelledBy
from shared_services.booking.operations import cancel
from shared_services.core.database import transaction
from shared_services.finding.jobs import post_search_alerts
from shared_services.finding.models import Rhythm
from shared_services.outbox.jobs import deliver_messages
from shared_services.outbox.models import MessageState, OutboxMessage
from tests.support.bookings import book
from tests.support.makers import MONDAY, kinds_posted, make_offer, make_person, make_search, make_session

TUESDAY = MONDAY + timedelta(days=1)
SOON = MONDAY + timedelta(hours=1)


def alerts(db):
    found = select(OutboxMessage).where(OutboxMessage.kind == "search_alert").order_by(OutboxMessage.id)
    return list(db.scalars(found.execution_options(populate_existing=True)))


def test_a_new_date_is_told_once_the_next_morning(db):
    make_search(make_person())
    session_id = make_session(created_at=SOON).id

    assert post_search_alerts(SOON) == 0
    assert post_search_alerts(TUESDAY) == 1
    assert post_search_alerts(TUESDAY) == 0
    assert post_search_alerts(TUESDAY + timedelta(days=1)) == 1
    assert [alert.payload["bookable_ids"] for alert in alerts(db)] == [[session_id]]


def test_nothing_is_sent_when_nothing_is_new(db):
    make_session()
    make_search(make_person())

    assert post_search_alerts(TUESDAY) == 1
    assert kinds_posted(db) == []


def test_a_date_with_places_again_is_news(db):
    session = make_session(capacity=1)
    person = make_person()
    booking = book(session, person)
    make_search(make_person())
    with transaction() as writing:
        cancel(writing, booking.id, by=person, cancelled_by=CancelledBy.PARTICIPANT, now=SOON)

    post_search_alerts(TUESDAY)

    assert [alert.payload["bookable_ids"] for alert in alerts(db)] == [[session.id]]


def test_a_weekly_search_waits_for_monday(db):
    make_search(make_person(), rhythm=Rhythm.WEEKLY)
    make_session(created_at=SOON)

    assert post_search_alerts(TUESDAY) == 0
    assert post_search_alerts(MONDAY + timedelta(days=7)) == 1
    assert len(alerts(db)) == 1


def test_a_search_without_alert_is_left_alone(db):
    make_search(make_person(), rhythm=Rhythm.NONE)
    make_session(created_at=SOON)

    assert post_search_alerts(MONDAY + timedelta(days=30)) == 0


def test_the_mail_says_what_when_where_and_how_to_stop(db, at):
    make_search(make_person(email="zoe@test.example"))
    make_session(make_offer(title="Premiers pas avec Pix"), starts_on=date(2027, 2, 2), created_at=SOON)
    with at(TUESDAY):
        post_search_alerts(TUESDAY)
        deliver_messages(TUESDAY)

    [alert] = alerts(db)
    assert alert.state == MessageState.SENT
    assert "List-Unsubscribe: <http" in alert.kept_copy.replace("\n ", " ")
    assert "Premiers pas avec Pix" in alert.kept_copy


def test_what_was_booked_meanwhile_is_not_announced(db, at):
    make_search(make_person())
    session = make_session(capacity=1, created_at=SOON)
    with at(TUESDAY):
        post_search_alerts(TUESDAY)
        book(session, make_person())
        deliver_messages(TUESDAY)

    assert [alert.state for alert in alerts(db)] == [MessageState.DROPPED]


def test_an_alert_stopped_before_it_leaves_is_not_sent(db, at):
    search = make_search(make_person())
    make_session(created_at=SOON)
    with at(TUESDAY):
        post_search_alerts(TUESDAY)
        with transaction() as writing:
            writing.delete(writing.merge(search))
        deliver_messages(TUESDAY)

    assert [alert.state for alert in alerts(db)] == [MessageState.DROPPED]
