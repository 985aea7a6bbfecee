"""What a hub asks when somebody books, what she answers, and the needs she tells."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.core.database import Model


class QuestionKind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    FILE = "file"


class Question(Model):
    """A question of an offer, asked at each booking. `options` are one a line, for a choice.

    Public with the offer. A question that was answered is retired, never rewritten: its answers
    stay readable. Kept with the offer.
    """

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("label <> ''", name="has_label"),
        CheckConstraint("(kind = 'choice') = (options <> '')", name="choice_has_options"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    label: Mapped[str] = mapped_column(String(200))
    kind: Mapped[QuestionKind]
    options: Mapped[str] = mapped_column(Text, default="")
    is_required: Mapped[bool]
    retired_at: Mapped[datetime | None]

    @property
    def choices(self) -> list[str]:
        return self.options.splitlines()


class Answer(Model):
    """One person's answer to one question, in words; for a file, its name.

    Seen by herself and the session's staff. Kept with the booking; a file, thirty days after the end.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("booking_id", "question_id", name="uq_answer_question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), info={"told_through": "person_id"})
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    text: Mapped[str] = mapped_column(Text)

    question: Mapped[Question] = relationship(lazy="raise")


class AnswerFile(Model):
    """The content of a file that answers a question, apart so that lists never load it.

    Seen by herself and the session's staff; deleted thirty days after the end, or at once with the place.
    """

    __tablename__ = "answer_file"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Need(Model):
    """What somebody needs to take part: access, equipment. May tell of her health: a sensitive fact.

    Seen by herself and the session's staff only, never exported in lists, deleted thirty days after the end.
    """

    __tablename__ = "need"
    __table_args__ = (CheckConstraint("text <> ''", name="is_told"),)

    booking_id: Mapped[int] = mapped_column(
        ForeignKey("booking.id"), primary_key=True, info={"told_through": "person_id"}
    )
    text: Mapped[str] = mapped_column(Text)


class UsualNeed(Model):
    """The needs a person wants proposed again at her next booking. Seen by herself; goes with her account."""

    __tablename__ = "usual_need"
    __table_args__ = (CheckConstraint("text <> ''", name="is_told"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
