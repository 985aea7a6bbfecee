import pytest
from sqlalchemy import select

from shared_services.outbox import rendering
from shared_services.outbox.models import OutboxMessage
from tests.support.bookings import book
from tests.support.makers import make_offer, make_person, make_session


def rendered(db, **given):
    title = given.pop("title", "Premiers pas avec Pix")
    book(make_session(make_offer(title=title)), make_person(**given))
    return rendering.render(db, db.scalars(select(OutboxMessage)).one())


class TestRender:
    def test_text_html_and_a_calendar_twice(self, db):
        email = rendered(db)

        kinds = [part.get_content_type() for part in email.walk() if not part.is_multipart()]
        assert kinds == ["text/plain", "text/html", "text/calendar", "text/calendar"]
        assert [part.get_filename() for part in email.iter_attachments()] == ["invitation.ics"]
        calendar = next(part for part in email.walk() if part.get_content_type() == "text/calendar")
        assert calendar.get_param("method") == "REQUEST"

    def test_the_message_id_is_that_of_the_row(self, db):
        email = rendered(db)

        assert email["Message-ID"] == db.scalars(select(OutboxMessage.message_id)).one()
        assert email["Auto-Submitted"] == "auto-generated"

    @pytest.mark.parametrize(
        ("locale", "words"), [("fr", "Votre place est confirmée"), ("en", "Your seat is confirmed")]
    )
    def test_in_the_language_of_its_reader(self, db, locale, words):
        email = rendered(db, locale=locale)

        assert words in email.get_body(("plain",)).get_content()
        assert words in email.get_body(("html",)).get_content()
        assert email["Content-Language"] == locale

    def test_a_title_cannot_write_a_header(self, db):
        email = rendered(db, title="Pix\r\nBcc: tout@test.example")

        assert email["Bcc"] is None
        assert "\n" not in email["Subject"]

    def test_a_name_cannot_write_html(self, db):
        email = rendered(db, first_name="<script>alert(1)</script>")

        assert "<script>" not in email.get_body(("html",)).get_content()
