"""Making two accounts one."""

from datetime import datetime

from sqlalchemy import CursorResult, Table, case, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared_services.accounts import operations as accounts
from shared_services.accounts.errors import SameAccount
from shared_services.accounts.models import Person
from shared_services.accounts.queries import lock_people
from shared_services.api.operations import join_feeds
from shared_services.api.token_operations import revoke_all
from shared_services.basket.operations import empty_basket
from shared_services.booking import operations as booking
from shared_services.booking.kinds import list_kinds
from shared_services.booking.queries import live_bookable_ids
from shared_services.core import audit
from shared_services.core.database import Model
from shared_services.core.errors import NotFound
from shared_services.evidence.passport.operations import revoke_shares
from shared_services.network.operations import join_bonds_of_person
from shared_services.pathways.operations import leave_double_pathways

from . import messages
from .errors import MergeCrossed
from .queries import columns_that_move

# Where a person may be named once only, together with these columns: the kept account's row stays.
ONCE: dict[str, tuple[str, ...]] = {
    "announcement_dismissal": ("announcement_id",),
    "invitation_use": ("invitation_id",),
    "kept_answer": ("key",),
    "saved_search": ("query",),
    "session_trainer": ("session_id",),
    "slot_wish": ("offer_id",),
    "survey_invitation": ("round_id",),
    "usual_need": (),
}


def merge_people(db: Session, kept_id: int, twin_id: int, *, by: Person, now: datetime) -> dict[str, int]:
    """Everything of the twin goes to the kept account, and the twin opens nothing any more.

    Says how many rows of each table moved. Bookables are locked first, then both people, as bookings do.
    Raises SameAccount, NotFound, what `check_mergeable` raises, TwinsBusy, what a kind says of a double
    booking that cannot be cancelled, MergeCrossed when the two went on booking meanwhile: nothing is
    changed then.
    """
    if kept_id == twin_id:
        raise SameAccount
    kept, twin = _read_both(db, kept_id, twin_id)
    empty_basket(db, twin_id, now=now)
    locked = booking.lock_what_is_live(db, twin)
    dropped = booking.drop_doubles(db, kept, twin, locked, by=by, now=now)
    booking.join_staff_time(db, kept, twin)
    db.flush()
    both = lock_people(db, [kept_id, twin_id])
    kept, twin = both[kept_id], both[twin_id]
    accounts.check_mergeable(db, kept, twin, now=now)
    if live_bookable_ids(db, twin_id) - locked.keys():
        raise MergeCrossed
    join_bonds_of_person(db, kept, twin, by=by, now=now)
    for kind in list_kinds():
        if kind.join_people:
            kind.join_people(db, kept, twin, by, now)
    leave_double_pathways(db, kept, twin, by=by, now=now)
    join_feeds(db, kept=kept, twin=twin, now=now)
    revoke_all(db, person=twin, now=now)
    revoke_shares(db, person=twin, now=now)
    accounts.close_into(db, twin, kept, now=now)
    db.flush()
    try:
        with db.begin_nested():
            moved = _move_rows(db, kept_id, twin_id)
    except IntegrityError:  # the database alone knows what others are writing now
        raise MergeCrossed from None
    db.expire_all()
    told = {"references": [one.reference for one in dropped], "moved": moved}
    audit.record(db, twin, "merged_into", by=by, now=now, details={"kept_id": kept_id})
    audit.record(db, kept, "merged", by=by, now=now, details={"twin_id": twin_id, **told})
    messages.post_merged(db, kept, twin, dropped=len(dropped), now=now)
    return moved


def _read_both(db: Session, kept_id: int, twin_id: int) -> tuple[Person, Person]:
    found = {one.id: one for one in db.scalars(select(Person).where(Person.id.in_([kept_id, twin_id])))}
    if len(found) < 2:
        raise NotFound
    return found[kept_id], found[twin_id]


def _move_rows(db: Session, kept_id: int, twin_id: int) -> dict[str, int]:
    for name, together_with in ONCE.items():
        _forget_doubles(db, Model.metadata.tables[name], together_with, kept_id, twin_id)
    # Once a row: a row that this transaction writes again has all its keys checked anew (PostgreSQL), which
    # waits for whoever holds its bookable while she waits for the person.
    moved: dict[str, int] = {}
    for table, columns in columns_that_move().items():
        hers = update(table).where(or_(*(column == twin_id for column in columns)))
        values = {column.name: case((column == twin_id, kept_id), else_=column) for column in columns}
        done: CursorResult[tuple[()]] = db.execute(hers.values(values))  # type: ignore[assignment]
        if done.rowcount:
            moved[table.name] = done.rowcount
    return moved


def _forget_doubles(
    db: Session, table: Table, together_with: tuple[str, ...], kept_id: int, twin_id: int
) -> None:
    kept = table.alias()
    same = [table.c[name] == kept.c[name] for name in together_with]
    known = select(kept.c.person_id).where(kept.c.person_id == kept_id, *same).exists()
    db.execute(delete(table).where(table.c.person_id == twin_id, known))
