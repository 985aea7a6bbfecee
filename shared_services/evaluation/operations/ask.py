"""Asking those who came, led or sent somebody, or pay; each once a round."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.accounts.tokens import hash_token, new_token
from shared_services.booking.kinds import kind_of
from shared_services.booking.models import BookingStatus
from shared_services.booking.queries import get_bookable
from shared_services.core.database import upsert
from shared_services.core.local_time import to_local

from .. import messages, queries
from ..defaults import Audience
from ..models import FunderContact, Survey, SurveyInvitation, SurveyRound
from ..questions.operations import ensure_survey
from ..timing import OPEN_FOR

# Whom to ask, and the organisation she came for or speaks for.
Asked = tuple[Person | FunderContact, int | None]


def ask_about(
    db: Session,
    bookable_id: int,
    audience: Audience,
    *,
    statuses: Sequence[BookingStatus] = queries.CAME,
    now: datetime,
) -> int:
    """Invite whoever of that audience was not asked about the date yet; how many.

    `statuses` says who is believed to have come.
    """
    bookable = get_bookable(db, bookable_id)
    survey = ensure_survey(db, bookable.hub_id or 0, audience, now=now)
    if not survey.is_active:
        return 0
    last_day = to_local(bookable.ends_at or now, bookable.time_zone).date()
    asked = _open_round(db, survey, last_day, bookable_id=bookable_id)
    if audience == Audience.TRAINER:
        return _invite(db, asked, _leaders(db, bookable.kind, bookable_id), now=now)
    came = queries.list_came(db, bookable_id, statuses)
    if audience == Audience.EMPLOYER:
        organisations = sorted({one.organisation_id for one in came if one.organisation_id is not None})
        referents = queries.list_referents_of(db, organisations)
        return _invite(db, asked, ((one.person, one.organisation_id) for one in referents), now=now)
    return _invite(db, asked, ((one.person, one.organisation_id) for one in came), now=now)


def ask_funders(db: Session, hub_id: int, year: int, *, now: datetime) -> int:
    """Invite the contacts of a hub who were not asked about that year yet; how many."""
    survey = ensure_survey(db, hub_id, Audience.FUNDER, now=now)
    if not survey.is_active:
        return 0
    asked = _open_round(db, survey, date(year, 12, 31), year=year)
    return _invite(db, asked, ((one, None) for one in queries.list_contacts(db, hub_id)), now=now)


def _leaders(db: Session, kind: str, bookable_id: int) -> list[Asked]:
    evaluated = kind_of(kind).evaluated
    if evaluated is None:
        return []
    leaders = evaluated.leaders(db, [bookable_id]).get(bookable_id, [])
    return [(one, None) for one in leaders if one.erased_at is None and one.blocked_at is None]


def _open_round(
    db: Session, survey: Survey, asked_on: date, *, bookable_id: int | None = None, year: int | None = None
) -> SurveyRound:
    """The round about that, made if need be, under its lock."""
    values = {"survey_id": survey.id, "bookable_id": bookable_id, "year": year, "asked_on": asked_on}
    db.execute(upsert(db, SurveyRound).values(**values, invited=0, answered=0).on_conflict_do_nothing())
    known = SurveyRound.bookable_id == bookable_id if bookable_id else SurveyRound.year == year
    round_id = db.scalars(select(SurveyRound.id).where(SurveyRound.survey_id == survey.id, known)).one()
    return queries.lock_round(db, round_id)


def _invite(db: Session, asked: SurveyRound, people: Iterable[Asked], *, now: datetime) -> int:
    known = queries.list_invited(db, asked.id)
    wanted = {one.id: (one, organisation_id) for one, organisation_id in people if one.id not in known}
    for one, organisation_id in wanted.values():
        nonce = new_token()
        invitation = SurveyInvitation(
            round_id=asked.id,
            person_id=one.id if isinstance(one, Person) else None,
            contact_id=one.id if isinstance(one, FunderContact) else None,
            organisation_id=organisation_id,
            token_hash=hash_token(nonce),
            sent_at=now,
            expires_at=now + OPEN_FOR,
        )
        db.add(invitation)
        db.flush()  # the messages name the invitation
        messages.post_invitation(db, invitation, one, nonce=nonce, now=now)
    asked.invited += len(wanted)
    return len(wanted)
