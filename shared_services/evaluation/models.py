"""Surveys and their questions, who was asked, and what was answered by nobody in particular."""

import secrets
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.booking.models import Bookable
from shared_services.core.database import Model
from shared_services.network.models import Hub, Organisation, OrganisationKind

from .defaults import AUDIENCES, QUESTIONS, Audience, QuestionKind

DEFAULT_WEEKS = 12
# On SQLite the number of a row is its place in the file: a random one tells no order there either.
Random = BigInteger().with_variant(Integer(), "sqlite")


def random_id() -> int:
    """A number that says nothing of when it was given."""
    return secrets.randbelow(2**62) + 1


class Survey(Model):
    """What a hub asks one audience; made with the questions of the house when it is first needed.

    `weeks_after` is how long after a session people are asked once more, with the cold survey alone. Paused
    (`is_active`), nobody is asked or reminded. Seen by the hub's managers. Kept with the hub.
    """

    __tablename__ = "survey"
    __table_args__ = (
        UniqueConstraint("hub_id", "audience", name="uq_survey_hub_audience"),
        CheckConstraint("(audience = 'cold') = (weeks_after IS NOT NULL)", name="cold_has_weeks"),
        CheckConstraint("weeks_after BETWEEN 2 AND 52", name="weeks_after"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"))
    audience: Mapped[Audience]
    weeks_after: Mapped[int | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    hub: Mapped[Hub] = relationship(lazy="raise")
    questions: Mapped[list["SurveyQuestion"]] = relationship(order_by="SurveyQuestion.position", lazy="raise")

    @property
    def name(self) -> str:
        return str(AUDIENCES[self.audience])

    @property
    def asked(self) -> list["SurveyQuestion"]:
        """The questions that are put today."""
        return [question for question in self.questions if question.retired_at is None]


class SurveyQuestion(Model):
    """One question. One of the house is known by its `key`, in each language; a hub's own has a `wording`.

    `choices` are the hub's own, one a line. Once answered it is never reworded: it is retired, and its
    answers stay under the words that people read. Answers name the question, so that its `position` is free
    to change. Public to whom it is asked; kept with its answers.
    """

    __tablename__ = "survey_question"
    __table_args__ = (
        CheckConstraint("(key = '') = (wording <> '')", name="said_once"),
        Index("uq_survey_question_position", "survey_id", "position", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    position: Mapped[int]
    kind: Mapped[QuestionKind]
    key: Mapped[str] = mapped_column(String(40), default="")
    wording: Mapped[str] = mapped_column(Text, default="")
    choices: Mapped[str] = mapped_column(Text, default="")
    is_required: Mapped[bool] = mapped_column(default=False)
    retired_at: Mapped[datetime | None]

    @property
    def said(self) -> str:
        return self.wording or str(QUESTIONS[self.key].wording)

    @property
    def options(self) -> list[tuple[str, str]]:
        """Value and words of each choice."""
        if self.key:
            return [(value, str(words)) for value, words in QUESTIONS[self.key].choices]
        return [(line, line) for line in self.choices.splitlines() if line]

    @property
    def is_common(self) -> bool:
        """Asked by every hub, always: what the network compares and offers show."""
        return bool(self.key) and QUESTIONS[self.key].is_common


class SurveyRound(Model):
    """One survey put once: about a session, or about a `year` to those who pay.

    `asked_on` is the last day of what it is about. `invited` and `answered` outlive the invitations, so that
    a response rate can always be told; the CHECK is the promise that nobody answers twice.
    Kept six years with its answers.
    """

    __tablename__ = "survey_round"
    __table_args__ = (
        UniqueConstraint("survey_id", "bookable_id", name="uq_survey_round_bookable"),
        UniqueConstraint("survey_id", "year", name="uq_survey_round_year"),
        CheckConstraint("(bookable_id IS NULL) <> (year IS NULL)", name="about_one_thing"),
        CheckConstraint("answered BETWEEN 0 AND invited", name="one_answer_each"),
        Index("ix_survey_round_bookable_id", "bookable_id"),
        Index("ix_survey_round_asked_on", "asked_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    bookable_id: Mapped[int | None] = mapped_column(ForeignKey("bookable.id"))
    year: Mapped[int | None]
    asked_on: Mapped[date]
    invited: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)

    survey: Mapped[Survey] = relationship(lazy="raise")
    bookable: Mapped[Bookable | None] = relationship(lazy="raise")


class FunderContact(Model):
    """Whom a hub asks once a year among those who pay for it. Typed by its managers, seen by them.

    Deleted when they take it off, with its invitations.
    """

    __tablename__ = "funder_contact"
    __table_args__ = (
        UniqueConstraint("hub_id", "email", name="uq_funder_contact_hub_email"),
        CheckConstraint("email = lower(email)", name="email_lower_case"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime]


class SurveyInvitation(Model):
    """Somebody is asked, once a round. Its link holds a random token; the row holds its hash only.

    `answered_on` is a day, never an instant, and no answer points here: whoever reads both tables cannot
    tell who said what. `organisation_id` is for whom she came. Seen by nobody but herself; deleted a year
    after it was sent.
    """

    __tablename__ = "survey_invitation"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id", name="uq_survey_invitation_person"),
        UniqueConstraint("round_id", "contact_id", name="uq_survey_invitation_contact"),
        CheckConstraint("(person_id IS NULL) <> (contact_id IS NULL)", name="asks_somebody"),
        CheckConstraint("expires_at > sent_at", name="expires_later"),
        Index("ix_survey_invitation_sent_at", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("survey_round.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(
        ForeignKey("funder_contact.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_on: Mapped[date | None]

    round: Mapped[SurveyRound] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")
    contact: Mapped[FunderContact | None] = relationship(lazy="raise")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")


class SurveyAnswer(Model):
    """What somebody answered in a round. Nothing here names her or says when: its number is random.

    Seen by the hub's managers and, for the sessions they led, trainers, from five answers on. Kept six years.
    """

    __tablename__ = "survey_answer"

    id: Mapped[int] = mapped_column(Random, primary_key=True, autoincrement=False, default=random_id)
    round_id: Mapped[int] = mapped_column(ForeignKey("survey_round.id", ondelete="CASCADE"), index=True)
    organisation_kind: Mapped[OrganisationKind | None]
    departement_code: Mapped[str | None] = mapped_column(ForeignKey("departement.code"))

    values: Mapped[list["SurveyAnswerValue"]] = relationship(cascade="all", lazy="raise")


class Moment(StrEnum):
    """Of which moment a level is told: before the session, or when answering."""

    BEFORE = "before"
    NOW = "now"


class SurveyAnswerValue(Model):
    """The answer to one question: a number, a choice or words; for an objective, how far one was or is.

    `objective` keeps its words as they were put. Words that told of somebody are empty once the hub withdrew
    them. Seen and kept with the answer.
    """

    __tablename__ = "survey_answer_value"
    __table_args__ = (
        CheckConstraint(
            "(number IS NOT NULL AND choice IS NULL AND words IS NULL) OR "
            "(number IS NULL AND choice IS NOT NULL AND words IS NULL) OR "
            "(number IS NULL AND choice IS NULL AND words IS NOT NULL)",
            name="says_one_thing",
        ),
        CheckConstraint("number BETWEEN 0 AND 10", name="number"),
        CheckConstraint("(objective IS NULL) = (moment IS NULL)", name="objective_has_moment"),
        Index("ix_survey_answer_value_question", "question_id", "answer_id"),
    )

    id: Mapped[int] = mapped_column(Random, primary_key=True, autoincrement=False, default=random_id)
    answer_id: Mapped[int] = mapped_column(ForeignKey("survey_answer.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("survey_question.id"))
    number: Mapped[int | None]
    choice: Mapped[str | None] = mapped_column(String(200))
    words: Mapped[str | None] = mapped_column(Text)
    objective: Mapped[str | None] = mapped_column(Text)
    moment: Mapped[Moment | None]
