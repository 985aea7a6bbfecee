"""One of two: what becomes of the ties and roles when two organisations, or two accounts, are the same."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit

from .. import bonds, queries
from ..models import Affiliation, BondState, Membership

Tie = TypeVar("Tie", Affiliation, Membership)


def join_bonds_of_person(db: Session, kept: Person, twin: Person, *, by: Person, now: datetime) -> None:
    """Where both accounts have a tie or a role, the twin's ends; the others may then pass to the kept one."""
    live = queries.list_live_affiliations(db, [kept.id, twin.id])
    for there in group_by(live, lambda bond: bond.organisation_id):
        keep_best(db, there, in_kept=lambda bond: bond.person_id == kept.id, by=by, now=now)
    known = {(role.hub_id, role.role): role for role in queries.list_roles_of(db, kept.id)}
    for role in queries.list_roles_of(db, twin.id):
        if better := known.get((role.hub_id, role.role)):
            better.is_shown = better.is_shown or role.is_shown
            role.ended_at = now
            audit.record(db, role, "ended", by=by, now=now, moved=(role.role.value, None))
    db.flush()


def group_by(ties: Sequence[Tie], other_end: Callable[[Tie], int]) -> list[list[Tie]]:
    """The ties that become the same, together."""
    groups: dict[int, list[Tie]] = {}
    for tie in ties:
        groups.setdefault(other_end(tie), []).append(tie)
    return list(groups.values())


def keep_best(
    db: Session, ties: Sequence[Tie], *, in_kept: Callable[[Tie], bool], by: Person, now: datetime
) -> None:
    """Of live ties that become the same, one stays: an accepted one, else one `in_kept`; the others end.

    Whoever was a referent in one of them stays it.
    """
    better, *others = sorted(
        ties, key=lambda tie: (tie.state != BondState.ACCEPTED, not in_kept(tie), tie.id)
    )
    for one in others:
        if isinstance(one, Affiliation) and isinstance(better, Affiliation):
            was_accepted = one.state == BondState.ACCEPTED
            better.is_referent = better.is_referent or (one.is_referent and was_accepted)
        bonds.move(db, one, BondState.ENDED, by=by, now=now)
