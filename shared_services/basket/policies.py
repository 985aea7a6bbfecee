"""Whose basket it is."""

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from . import queries


def can_change_line(db: Session, actor: Person, *, line_id: int) -> bool:
    """Who put it there. Raises NotFound."""
    return queries.get_line(db, line_id).person_id == actor.id
