"""Forgetting: invitations after a year, answers after six."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ..models import SurveyInvitation, SurveyRound

INVITATIONS_KEPT = timedelta(days=365)
YEARS_KEPT = 6


def forget_old_invitations(db: Session, *, now: datetime) -> int:
    """Delete who was asked more than a year ago; the rounds keep how many. How many went."""
    old = delete(SurveyInvitation).where(SurveyInvitation.sent_at <= now - INVITATIONS_KEPT)
    return len(db.scalars(old.returning(SurveyInvitation.id)).all())


def forget_old_answers(db: Session, *, now: datetime) -> int:
    """Delete the rounds about what is more than six years past, with their answers. How many went."""
    before = now.date().replace(year=now.year - YEARS_KEPT, day=1)
    old = delete(SurveyRound).where(SurveyRound.asked_on < before)
    return len(db.scalars(old.returning(SurveyRound.id)).all())
