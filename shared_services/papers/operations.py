"""Making a paper, and its next versions."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from . import queries
from .compiling import compile_pdf
from .models import Paper, PaperKind

# How the number of a kind begins, and its template.
MADE_AS = {
    PaperKind.LOAN_AGREEMENT: ("CP", "loan_agreement"),
    PaperKind.PROGRAMME: ("PR", "letter"),
    PaperKind.ATTENDANCE_SHEET: ("FE", "sheet"),
    PaperKind.SIGNED_SHEET: ("FS", "sheet"),
    PaperKind.TRAINING_AGREEMENT: ("CF", "letter"),
    PaperKind.CONVOCATION: ("CO", "letter"),
    PaperKind.CERTIFICATE: ("CR", "letter"),
    PaperKind.STATEMENT: ("AF", "letter"),
}


def issue_paper(
    db: Session,
    kind: PaperKind,
    subject: str,
    facts: Callable[[str], Mapping[str, Any]],
    *,
    now: datetime,
) -> Paper:
    """Make the paper of a subject, or the version that replaces the one it has; `facts` takes its number.

    The caller has locked the subject.
    """
    before = queries.find_paper(db, kind, subject)
    version = before.version + 1 if before else 1
    prefix, template = MADE_AS[kind]
    number = f"{prefix}-{subject}-{version}"
    content = compile_pdf(template, facts(number))
    paper = Paper(
        kind=kind,
        subject=subject,
        version=version,
        number=number,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        made_at=now,
    )
    if before is not None:
        _replace(db, before, paper)
    db.add(paper)
    return paper


def delete_file(paper: Paper, *, on: date) -> None:
    """Past its term: number and hash stay."""
    paper.content, paper.deleted_on = b"", on


def _replace(db: Session, before: Paper, paper: Paper) -> None:
    """One version stands at a time: the new one is written as replaced by the old one for an instant."""
    paper.replaced_by_id = before.id
    db.add(paper)
    db.flush()  # the old one names the number of the new one
    before.replaced_by_id = paper.id
    db.flush()  # it no longer stands when the new one does
    paper.replaced_by_id = None
