"""Pathways, their modules and cohorts; who follows them, and where each person stands."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared_services.accounts.models import Person
from shared_services.booking.models import Audience, Booking
from shared_services.catalogue.models import Offer
from shared_services.core.database import Model
from shared_services.core.i18n import _l
from shared_services.kinds.trainings.models import TrainingOffer, TrainingSession
from shared_services.network.models import Organisation


class PathwayOffer(Offer):
    """A pathway as the catalogue shows it. Seen and kept like its offer.

    `objectives`: one a line, each rated by the person before and after. `who` may enrol; each session
    keeps its own rule besides.
    """

    __tablename__ = "pathway_offer"
    __mapper_args__ = {"polymorphic_identity": "pathway"}

    id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    description: Mapped[str] = mapped_column(Text)
    objectives: Mapped[str] = mapped_column(Text, default="")
    who: Mapped[Audience] = mapped_column(default=Audience.HUB_MEMBERS)

    @property
    def objective_lines(self) -> list[str]:
        return [line.strip() for line in self.objectives.splitlines() if line.strip()]


class NeedsRule(StrEnum):
    """How many of the modules it needs must be taken before."""

    ALL = "all"
    ANY = "any"


NEEDS_RULES = {
    NeedsRule.ALL: _l("tous"),
    NeedsRule.ANY: _l("au moins un"),
}


class PathwayModule(Model):
    """One step of a pathway: a training, of this hub or another. Public like its pathway; goes with it.

    It begins after the end of the module taken before it, `minimum_gap_days` to `maximum_gap_days` later
    on the calendar; None for no limit. A removed one stays for those who took it.
    """

    __tablename__ = "pathway_module"
    __table_args__: Any = (
        CheckConstraint("minimum_gap_days >= 0", name="minimum_gap_not_negative"),
        CheckConstraint("maximum_gap_days >= minimum_gap_days", name="gaps_in_order"),
        UniqueConstraint("pathway_id", "offer_id", name="uq_pathway_module_offer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pathway_id: Mapped[int] = mapped_column(ForeignKey("pathway_offer.id"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("training_offer.id"), index=True)
    position: Mapped[int]
    is_required: Mapped[bool] = mapped_column(default=True)
    needs_rule: Mapped[NeedsRule] = mapped_column(default=NeedsRule.ALL)
    minimum_gap_days: Mapped[int] = mapped_column(default=0)
    maximum_gap_days: Mapped[int | None]
    removed_at: Mapped[datetime | None]

    offer: Mapped[TrainingOffer] = relationship(lazy="raise")
    needs: Mapped[list["ModulePrerequisite"]] = relationship(
        foreign_keys="ModulePrerequisite.module_id", cascade="all, delete-orphan", lazy="raise"
    )


class ModulePrerequisite(Model):
    """A module needs another one, which comes before it. Public like its pathway; goes with the module."""

    __tablename__ = "module_prerequisite"
    __table_args__ = (CheckConstraint("module_id <> needs_id", name="another_module"),)

    module_id: Mapped[int] = mapped_column(ForeignKey("pathway_module.id"), primary_key=True)
    needs_id: Mapped[int] = mapped_column(ForeignKey("pathway_module.id"), primary_key=True, index=True)


class Cohort(Model):
    """Dates chosen once for a group of people: one session a module. Public like its pathway.

    A removed one stays for those who enrolled with it.
    """

    __tablename__ = "cohort"
    __table_args__ = (CheckConstraint("name <> ''", name="has_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pathway_id: Mapped[int] = mapped_column(ForeignKey("pathway_offer.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    sessions: Mapped[list["CohortSession"]] = relationship(cascade="all, delete-orphan", lazy="raise")


class CohortSession(Model):
    """The session of a cohort for one module. Seen and kept with the cohort."""

    __tablename__ = "cohort_session"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("pathway_module.id"), primary_key=True, index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), index=True)


class EnrolmentState(StrEnum):
    """`waiting`: the whole plan waits for a full module; it holds no place meanwhile."""

    ACTIVE = "active"
    WAITING = "waiting"
    FINISHED = "finished"
    LEFT = "left"


UNDER_WAY = frozenset({EnrolmentState.ACTIVE, EnrolmentState.WAITING})
LIVE_ENROLMENT = text("state IN ('active', 'waiting')")


class Enrolment(Model):
    """A person follows a pathway, for an organisation or on her own; once at a time.

    Seen by the person, her organisation's referents, the managers of the pathway's hub. Kept with the
    bookings it led to; the person's erasure leaves the row without a name.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        CheckConstraint("(state IN ('finished', 'left')) = (ended_at IS NOT NULL)", name="ended_has_date"),
        Index(
            "uq_enrolment_live",
            "pathway_id",
            "person_id",
            unique=True,
            sqlite_where=LIVE_ENROLMENT,
            postgresql_where=LIVE_ENROLMENT,
        ),
        Index("ix_enrolment_pathway_state", "pathway_id", "state"),
        Index("ix_enrolment_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pathway_id: Mapped[int] = mapped_column(ForeignKey("pathway_offer.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    state: Mapped[EnrolmentState]
    enrolled_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    pathway: Mapped[PathwayOffer] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    steps: Mapped[list["EnrolmentStep"]] = relationship(lazy="raise")

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


class EnrolmentStep(Model):
    """Where a person stands with one module. Seen and kept with the enrolment, whose person it names.

    `booking_id` is her last booking of it; `wanted_session_id` what a plan that waits will take. Prior
    learning is recognised with a reason, by somebody; `lost_told_at`: when she was told that the booking,
    or the session she waited to book, is gone and that she has to choose again. `answers`: what she
    answered the hub, and what she needs, for a session that is not booked yet; it goes on the booking, and
    is deleted with the plan or its date.
    """

    __tablename__ = "enrolment_step"
    __table_args__ = (
        CheckConstraint("(skipped_at IS NULL) = (skipped_reason = '')", name="skipped_has_reason"),
        CheckConstraint("(skipped_at IS NULL) = (skipped_by_id IS NULL)", name="skipped_by_somebody"),
        UniqueConstraint("enrolment_id", "module_id", name="uq_enrolment_step_module"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("pathway_module.id"), index=True)
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), index=True)
    wanted_session_id: Mapped[int | None] = mapped_column(ForeignKey("training_session.id"))
    skipped_reason: Mapped[str] = mapped_column(Text, default="")
    skipped_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    skipped_at: Mapped[datetime | None]
    lost_told_at: Mapped[datetime | None]
    answers: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    booking: Mapped[Booking | None] = relationship(lazy="raise")
    skipped_by: Mapped[Person | None] = relationship(foreign_keys=[skipped_by_id], lazy="raise")
    wanted_session: Mapped[TrainingSession | None] = relationship(lazy="raise")


class StepFile(Model):
    """A file among the `answers` of a step, apart so that lists never load it.

    Seen by nobody but herself until it goes on the booking; deleted with the answers.
    """

    __tablename__ = "step_file"

    step_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment_step.id"), primary_key=True, info={"told_through": "person_id"}
    )
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True, index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(LargeBinary, info={"withheld": True})


class Moment(StrEnum):
    BEFORE = "before"
    AFTER = "after"


class ObjectiveRating(Model):
    """What a person says of one objective, from 0 to 4, before the first module and after the last.

    The words are those she read. Seen by the person and, added up over all, by the hub's managers and
    the trainers, who find her own on her end-of-training statements. Kept with the enrolment.
    """

    __tablename__ = "objective_rating"
    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 4", name="score_of_scale"),
        UniqueConstraint("enrolment_id", "moment", "objective", name="uq_objective_rating_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    moment: Mapped[Moment]
    objective: Mapped[str] = mapped_column(String(300))
    score: Mapped[int]
    rated_at: Mapped[datetime]
