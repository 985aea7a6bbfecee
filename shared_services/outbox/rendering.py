"""From a row of the outbox to an e-mail, in the recipient's language, from facts that are still true."""

from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from flask import current_app
from sqlalchemy.orm import Session

from shared_services.core.i18n import force_locale, get_locale
from shared_services.core.site import settings

from .letters import Letter
from .models import OutboxMessage
from .registry import renderer_of


def render(db: Session, message: OutboxMessage) -> EmailMessage:
    """The e-mail of a claimed message, text and HTML, with its calendar file.

    Raises Dropped when the fact is no longer true.
    """
    with force_locale(message.locale):
        letter = renderer_of(message.kind)(db, message.payload)
        return compose(message, letter)


def compose(message: OutboxMessage, letter: Letter) -> EmailMessage:
    """Lay the words of a letter out; the Message-ID is fixed by the row, so that a repeat is known as one."""
    email = EmailMessage()
    email["Message-ID"] = message.message_id
    email["Date"] = format_datetime(message.created_at)
    email["From"] = formataddr((settings().site_name, settings().mail_from))
    email["To"] = message.recipient
    email["Subject"] = " ".join(_words(letter, "subject.txt").split())
    if letter.reply_to:
        email["Reply-To"] = letter.reply_to
    email["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe_url:
        email["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
    email.set_content(_words(letter, "body.txt"))
    email.add_alternative(_words(letter, "body.html"), subtype="html")
    if letter.calendar is not None:
        _attach_calendar(email, letter.calendar, letter.calendar_method)
    email["Content-Language"] = message.locale  # last: what is above moves content headers into parts
    return email


def preview(letter: Letter, locale: str) -> tuple[str, str]:
    """Subject and text of a letter as its reader will see them."""
    with force_locale(locale):
        return " ".join(_words(letter, "subject.txt").split()), _words(letter, "body.txt")


def _attach_calendar(email: EmailMessage, calendar: bytes, method: str) -> None:
    """Once as the alternative that calendars understand, once as a file that people can open."""
    text = calendar.decode()
    email.add_alternative(text, subtype="calendar", params={"method": method})
    email.add_attachment(text, subtype="calendar", filename="invitation.ics")


def _words(letter: Letter, part: str) -> str:
    template = current_app.jinja_env.get_template(f"mail/{letter.template}/{part}")
    locale = get_locale()
    return template.render(
        site_url=settings().site_url, language=locale.language if locale else "fr", **letter.facts
    )
