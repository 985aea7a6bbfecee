"""How Alembic reaches the application's database; run through `flask db …`."""

from typing import Any

from alembic import context
from sqlalchemy.engine import Connection

from shared_services.core.database import Model, UtcDateTime, database


def render_item(kind: str, item: Any, _autogenerate: object) -> str | bool:
    """Write our own column types in plain SQLAlchemy, so that old migrations never import today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with database.engine.connect() as connection:
        migrate(connection.execution_options(writes=True))
