import pytest
from icalendar import Calendar
from sqlalchemy import select

from shared_services.core import clock
from shared_services.outbox.jobs import deliver_messages
from shared_services.outbox.models import OutboxMessage
from tests.support.bookings import book
from tests.support.makers import make_offer, make_person, make_session


@pytest.fixture
def told(db):
    """Alice has booked and the message is out."""
    book(make_session(make_offer(title="Premiers pas avec Pix")), make_person(email="alice@test.example"))
    deliver_messages(clock.now())


class TestMessages:
    def test_before_anything_the_page_says_so(self, client, db):
        assert "Aucun message pour le moment" in client.get("/messages").page.text

    def test_what_would_have_been_sent_is_listed_and_read(self, client, told):
        page = client.get("/messages").page
        link = next(url for words, url in page.links.items() if words.startswith("Confirmé"))

        message = client.get(link).page

        assert "alice@test.example" in page.text
        assert "Médiathèque Robert-Cousin" in message.text
        assert "/links/cancel/" in message.text

    def test_its_calendar_file_opens(self, client, db, told):
        message_id = db.scalars(select(OutboxMessage.id)).one()

        answer = client.get(f"/messages/{message_id}/invitation.ics")

        events = Calendar.from_ical(answer.data).walk("VEVENT")
        assert answer.mimetype == "text/calendar"
        assert [str(event["SUMMARY"]) for event in events] == ["Premiers pas avec Pix"] * 2

    def test_an_unknown_message_is_not_found(self, client, db):
        assert client.get("/messages/999").status_code == 404

    @pytest.mark.parametrize(
        "given",
        [{"mail_url": "smtp://127.0.0.1:1"}, {"app_env": "production", "site_url": "https://site.example"}],
    )
    def test_where_mail_is_sent_the_pages_do_not_exist(self, app_with, db, given):
        client = app_with(**given).test_client()

        for path in ("/messages", "/messages/1", "/messages/1/invitation.ics"):
            assert client.get(path).status_code == 404
