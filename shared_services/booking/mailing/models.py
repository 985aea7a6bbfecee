"""What a hub's managers wrote to the people of a date."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.core.database import Model

LONGEST_SUBJECT = 120
LONGEST_BODY = 4000


class Mailing(Model):
    """One message written by a manager to those of a date who were in `statuses` (`confirmed,pending`).

    `nonce` is that of the form it was sent with: a form sent twice writes once. Seen by the hub's staff;
    kept with the date as proof of what was said; who received it is in the outbox, forgotten with it.
    """

    __tablename__ = "mailing"
    __table_args__ = (
        CheckConstraint("subject <> ''", name="has_subject"),
        CheckConstraint("body <> ''", name="has_body"),
        CheckConstraint("recipients > 0", name="has_recipients"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bookable_id: Mapped[int] = mapped_column(ForeignKey("bookable.id"), index=True)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    nonce: Mapped[str] = mapped_column(String(32), unique=True)
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT))
    body: Mapped[str] = mapped_column(Text)
    statuses: Mapped[str] = mapped_column(String(120))
    recipients: Mapped[int]
    sent_at: Mapped[datetime]

    sent_by: Mapped[Person] = relationship(lazy="raise")
