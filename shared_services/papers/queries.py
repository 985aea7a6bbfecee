"""Reads about papers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import Paper, PaperKind


def list_versions(db: Session, kind: PaperKind, subject: str) -> list[Paper]:
    """Every version, the one that stands first; without their files."""
    statement = select(Paper).where(Paper.kind == kind, Paper.subject == subject)
    return list(db.scalars(statement.order_by(Paper.version.desc())))


def find_paper(db: Session, kind: PaperKind, subject: str) -> Paper | None:
    """The version that stands."""
    return db.scalar(
        select(Paper).where(Paper.kind == kind, Paper.subject == subject, Paper.replaced_by_id.is_(None))
    )
