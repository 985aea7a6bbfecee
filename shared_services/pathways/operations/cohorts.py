"""Dates that a hub chooses once for a group of people."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from .. import queries
from ..errors import CohortIncomplete, PlanImpossible, PlanIncomplete
from ..models import Cohort, CohortSession
from .plan import check_plan


def add_cohort(
    db: Session, pathway_id: int, name: str, sessions: Mapping[int, int], *, by: Person, now: datetime
) -> Cohort:
    """One session of each required module, that can follow each other. Raises NotFound, CohortIncomplete."""
    pathway = queries.get_pathway(db, pathway_id)
    try:
        check_plan(db, queries.list_modules(db, [pathway_id]), sessions, done=frozenset())
    except (PlanIncomplete, PlanImpossible):
        raise CohortIncomplete from None
    cohort = Cohort(
        pathway_id=pathway_id,
        name=name,
        created_at=now,
        sessions=[
            CohortSession(module_id=module_id, session_id=session_id)
            for module_id, session_id in sessions.items()
        ],
    )
    db.add(cohort)
    audit.record(db, pathway, "cohort_added", by=by, now=now, details={"name": name})
    return cohort


def remove_cohort(db: Session, cohort_id: int, *, by: Person, now: datetime) -> None:
    """Nobody joins it any more; those who did keep their places. Raises NotFound."""
    cohort = queries.get_cohort(db, cohort_id)
    cohort.removed_at = now
    pathway = queries.get_pathway(db, cohort.pathway_id)
    audit.record(db, pathway, "cohort_removed", by=by, now=now, details={"name": cohort.name})
