"""What points to an organisation, read from the schema itself: a slice above is seen without being known."""

from sqlalchemy import Column, func, select
from sqlalchemy.orm import Session

from shared_services.core.database import Model

from ..models import Organisation

# Where the rows of two twins may be one too many, and are settled one by one before they come together.
SETTLED = ("affiliation.organisation_id", "membership.organisation_id")


def organisation_columns() -> list[Column[int]]:
    """Every column of the schema that points to an organisation, in whichever slice."""
    return [
        column
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if any(key.column is Organisation.__table__.c.id for key in column.foreign_keys)
    ]


def count_rows_of(db: Session, organisation_id: int) -> dict[str, int]:
    """How many rows of each table point to it; tables without any are left out."""
    counts: dict[str, int] = {}
    for column in organisation_columns():
        found = db.scalar(select(func.count()).where(column == organisation_id)) or 0
        counts[column.table.name] = counts.get(column.table.name, 0) + found
    return {name: number for name, number in counts.items() if number}
