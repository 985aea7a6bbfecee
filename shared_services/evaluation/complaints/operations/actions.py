"""What a hub undertakes because of what people said."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from ..models import ActionText, ImprovementAction
from ..queries import find_words, get_action, list_complaints


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What will be done, why, by whom, until when; once done, when and with what effect."""

    what: str
    why: str = ""
    who: str = ""
    due_on: date | None = None
    done_on: date | None = None
    effect: str = ""


def open_action(
    db: Session,
    hub_id: int,
    plan: Plan,
    *,
    text_ids: Sequence[int] = (),
    complaint_ids: Sequence[int] = (),
    by: Person,
    now: datetime,
) -> ImprovementAction:
    """Undertake it; what it cites must have been said to that hub, anything else is left out."""
    action = ImprovementAction(hub_id=hub_id, opened_by_id=by.id, created_at=now, **asdict(plan))
    action.complaints = list_complaints(db, hub_id, complaint_ids)
    db.add(action)
    db.flush()  # what it cites names it
    cited = find_words(db, hub_id, text_ids)
    db.add_all(ActionText(action_id=action.id, value_id=value_id) for value_id in cited)
    audit.record(db, action, "opened", by=by, now=now, details={"what": plan.what})
    return action


def change_action(db: Session, action_id: int, plan: Plan, *, by: Person, now: datetime) -> ImprovementAction:
    """Say it otherwise, or that it is done and what came of it."""
    action = get_action(db, action_id)
    for name, value in asdict(plan).items():
        setattr(action, name, value)
    details = {"done_on": plan.done_on.isoformat() if plan.done_on else None}
    audit.record(db, action, "changed", by=by, now=now, details=details)
    return action
