"""Reads about surveys, whom to ask, and invitations."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from shared_services.accounts.models import Person
from shared_services.booking.kinds import list_kinds
from shared_services.booking.models import Bookable, BookableStatus, Booking, BookingStatus
from shared_services.core.errors import NotFound
from shared_services.network.models import Affiliation, BondState, Hub

from .defaults import Audience
from .models import (
    DEFAULT_WEEKS,
    FunderContact,
    Survey,
    SurveyAnswerValue,
    SurveyInvitation,
    SurveyQuestion,
    SurveyRound,
)
from .timing import WINDOW

Found = TypeVar("Found")


class Past(NamedTuple):
    """A date that is over, where, and how somebody came to it."""

    bookable_id: int
    ends_at: datetime
    zone: str
    status: BookingStatus | None = None


# Who came; until attendance is noted, whoever had a place is believed to have come.
CAME = (BookingStatus.ATTENDED, BookingStatus.CONFIRMED)


def find_survey(db: Session, hub_id: int, audience: Audience) -> Survey | None:
    """With its questions; None until somebody was asked or the hub changed something."""
    return db.scalar(
        _with_questions()
        .where(Survey.hub_id == hub_id, Survey.audience == audience)
        .execution_options(populate_existing=True)
    )


def list_surveys(db: Session, hub_id: int) -> dict[Audience, Survey]:
    """Those of a hub that exist, with their questions."""
    surveys = db.scalars(_with_questions().where(Survey.hub_id == hub_id))
    return {survey.audience: survey for survey in surveys}


def get_survey(db: Session, survey_id: int) -> Survey:
    """With its questions. Raises NotFound."""
    return _found(db.scalar(_with_questions().where(Survey.id == survey_id)))


def get_question(db: Session, question_id: int) -> SurveyQuestion:
    """Raises NotFound."""
    return _found(db.get(SurveyQuestion, question_id))


def lock_survey(db: Session, survey_id: int) -> Survey:
    """Read again under its lock, with its questions: they are changed one hand at a time. Raises NotFound."""
    db.execute(select(Survey.id).where(Survey.id == survey_id).with_for_update())
    statement = _with_questions().where(Survey.id == survey_id)
    return _found(db.scalar(statement.execution_options(populate_existing=True)))


def list_answered(db: Session, question_ids: Sequence[int]) -> set[int]:
    """Which of the questions have an answer."""
    statement = select(SurveyAnswerValue.question_id).where(SurveyAnswerValue.question_id.in_(question_ids))
    return set(db.scalars(statement.distinct()))


def list_contacts(db: Session, hub_id: int) -> list[FunderContact]:
    statement = select(FunderContact).where(FunderContact.hub_id == hub_id)
    return list(db.scalars(statement.order_by(FunderContact.name, FunderContact.id)))


def get_contact(db: Session, contact_id: int) -> FunderContact:
    """Raises NotFound."""
    return _found(db.get(FunderContact, contact_id))


def lock_round(db: Session, round_id: int) -> SurveyRound:
    """Read again under its lock: nobody is invited twice to it."""
    return db.scalars(
        select(SurveyRound)
        .where(SurveyRound.id == round_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def list_invited(db: Session, round_id: int) -> set[int]:
    """The numbers of the people, or contacts, who were asked in it."""
    asked = func.coalesce(SurveyInvitation.person_id, SurveyInvitation.contact_id)
    return set(db.scalars(select(asked).where(SurveyInvitation.round_id == round_id)))


def find_invitation(db: Session, invitation_id: int) -> SurveyInvitation | None:
    return db.scalar(_invitations().where(SurveyInvitation.id == invitation_id))


def find_invitation_of(db: Session, token_hash: str) -> SurveyInvitation | None:
    """The invitation of a link."""
    return db.scalar(_invitations().where(SurveyInvitation.token_hash == token_hash))


def lock_invitation_of(db: Session, token_hash: str) -> SurveyInvitation | None:
    """Read again under its lock: a link is used once, whoever else holds it now."""
    return db.scalar(
        select(SurveyInvitation)
        .where(SurveyInvitation.token_hash == token_hash)
        .options(joinedload(SurveyInvitation.organisation))
        .with_for_update(of=SurveyInvitation)
        .execution_options(populate_existing=True)
    )


def weeks_of_hubs(db: Session) -> dict[int, int]:
    """The hubs that ask again at another distance than the usual one."""
    statement = select(Survey.hub_id, Survey.weeks_after).where(
        Survey.audience == Audience.COLD, Survey.weeks_after != DEFAULT_WEEKS
    )
    return {hub_id: weeks or DEFAULT_WEEKS for hub_id, weeks in db.execute(statement)}


def list_participants_to_ask(db: Session, audience: Audience, of: ColumnElement[bool]) -> list[Past]:
    """Dates among `of` that somebody came to who was not asked yet, once each way of coming."""
    asked = exists().where(
        SurveyInvitation.round_id == SurveyRound.id,
        SurveyRound.survey_id == Survey.id,
        Survey.audience == audience,
        SurveyRound.bookable_id == Bookable.id,
        SurveyInvitation.person_id == Booking.person_id,
    )
    statement = (
        _dates(audience)
        .add_columns(Booking.status)
        .join(Booking, Booking.bookable_id == Bookable.id)
        .join(Person, Booking.person_id == Person.id)
        .where(of, Booking.status.in_(CAME), _reads_mail(), ~asked)
        .distinct()
    )
    return [Past(*row) for row in db.execute(statement.order_by(Bookable.id))]


def list_dates_to_ask(db: Session, audience: Audience, of: ColumnElement[bool]) -> list[Past]:
    """Dates among `of` that somebody came to and of which nobody of that audience was asked."""
    came = exists().where(Booking.bookable_id == Bookable.id, Booking.status.in_(CAME))
    asked = exists().where(
        SurveyRound.survey_id == Survey.id,
        Survey.audience == audience,
        SurveyRound.bookable_id == Bookable.id,
    )
    statement = _dates(audience).where(of, came, ~asked).order_by(Bookable.id)
    return [Past(*row) for row in db.execute(statement)]


def ended_since(now: datetime) -> ColumnElement[bool]:
    """Dates that ended lately enough to ask about."""
    return and_(Bookable.ends_at > now - WINDOW, Bookable.ends_at <= now)


def ended_weeks_ago(
    now: datetime, weeks: int, *, hub_ids: Sequence[int] = (), but: Sequence[int] = ()
) -> ColumnElement[bool]:
    """Dates of those hubs, or of all `but` some, that ended about so many weeks ago."""
    then = now - timedelta(weeks=weeks)
    among = Bookable.hub_id.in_(hub_ids) if hub_ids else Bookable.hub_id.not_in(but)
    # A day more: nine in the morning of the place may come before the hour of its end.
    return and_(among, Bookable.ends_at > then - WINDOW, Bookable.ends_at <= then + timedelta(days=1))


def list_hubs_to_ask_for(db: Session, year: int) -> list[Hub]:
    """The hubs with somebody among their funders who was not asked about that year; none that paused it."""
    asked = exists().where(
        SurveyInvitation.round_id == SurveyRound.id,
        SurveyRound.year == year,
        SurveyInvitation.contact_id == FunderContact.id,
    )
    waits = exists().where(FunderContact.hub_id == Hub.id, ~asked)
    paused = exists().where(
        Survey.hub_id == Hub.id, Survey.audience == Audience.FUNDER, Survey.is_active.is_(False)
    )
    return list(db.scalars(select(Hub).where(waits, ~paused).order_by(Hub.id)))


def list_came(db: Session, bookable_id: int, statuses: Sequence[BookingStatus]) -> list[Booking]:
    """Who came to a date, with the person; those who still read mail."""
    return list(
        db.scalars(
            select(Booking)
            .join(Booking.person)
            .where(Booking.bookable_id == bookable_id, Booking.status.in_(statuses), _reads_mail())
            .options(joinedload(Booking.person))
            .order_by(Booking.id)
        )
    )


def list_referents_of(db: Session, organisation_ids: Sequence[int]) -> list[Affiliation]:
    """The referents of these organisations who read mail, each with the person."""
    return list(
        db.scalars(
            select(Affiliation)
            .join(Affiliation.person)
            .where(
                Affiliation.organisation_id.in_(organisation_ids),
                Affiliation.is_referent.is_(True),
                Affiliation.state == BondState.ACCEPTED,
                _reads_mail(),
            )
            .options(joinedload(Affiliation.person))
            .order_by(Affiliation.id)
        )
    )


def _dates(audience: Audience) -> Select[Any, Any, Any]:
    evaluated = [kind.name for kind in list_kinds() if kind.evaluated is not None]
    paused = exists().where(
        Survey.hub_id == Bookable.hub_id, Survey.audience == audience, Survey.is_active.is_(False)
    )
    return select(Bookable.id, Bookable.ends_at, Bookable.time_zone).where(
        Bookable.kind.in_(evaluated), Bookable.status != BookableStatus.CANCELLED, ~paused
    )


def _reads_mail() -> ColumnElement[bool]:
    return and_(Person.erased_at.is_(None), Person.blocked_at.is_(None), Person.merged_into_id.is_(None))


def _with_questions() -> Select[Survey]:
    return select(Survey).options(selectinload(Survey.questions))


def _invitations() -> Select[SurveyInvitation]:
    asked = joinedload(SurveyInvitation.round)
    return select(SurveyInvitation).options(
        asked.joinedload(SurveyRound.survey).joinedload(Survey.hub),
        asked.joinedload(SurveyRound.survey).selectinload(Survey.questions),
        asked.joinedload(SurveyRound.bookable).joinedload(Bookable.offer),
        joinedload(SurveyInvitation.person),
        joinedload(SurveyInvitation.contact),
    )


def _found(row: Found | None) -> Found:
    if row is None:
        raise NotFound
    return row
