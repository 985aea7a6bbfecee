"""Reads about accounts that may be the same person's."""

from typing import Any

from sqlalchemy import Column, Select, Table, func, or_, select
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person, SupportVisit
from shared_services.accounts.own_data import person_columns
from shared_services.booking.models import StaffTime
from shared_services.core.text import matches

# Settled by rules of their own: one person has one working time, and what an account did as support is
# told as it was.
SETTLED_APART = {StaffTime.__tablename__, SupportVisit.__tablename__}


def columns_that_move() -> dict[Table, list[Column[Any]]]:
    """By table, the columns that follow a person from one account to the other."""
    found: dict[Table, list[Column[Any]]] = {}
    for column in person_columns():
        if column.table.name not in SETTLED_APART:
            found.setdefault(column.table, []).append(column)
    return found


def count_rows_of(db: Session, person_id: int) -> dict[str, int]:
    """How many rows of each table name her; tables without any are left out."""
    counts = {
        table.name: db.scalar(select(func.count()).where(or_(*(one == person_id for one in columns)))) or 0
        for table, columns in columns_that_move().items()
    }
    return {name: number for name, number in counts.items() if number}


def select_twins(person: Person, words: str, *, slips: bool = False) -> Select[Person]:
    """Open accounts other than hers: those found by the words, or those that have her very name."""
    found = select(Person).where(
        Person.id != person.id, Person.erased_at.is_(None), Person.merged_into_id.is_(None)
    )
    if "@" in words:
        found = found.where(Person.email == words.lower())
    elif words:
        found = found.where(matches(Person.search_text, words, slips=slips))
    else:
        found = found.where(Person.sort_key == person.sort_key)
    return found.order_by(Person.sort_key, Person.id)
