"""The database: base model, column types, naming convention, and the one `transaction()`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Enum,
    MetaData,
    String,
    TypeDecorator,
    event,
    inspect,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, Session

Row = TypeVar("Row")

NAMING_CONVENTION = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Stored in UTC, read back aware; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored: say which instant it is")
        in_utc = value.astimezone(UTC)
        return in_utc if dialect.name == "postgresql" else in_utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Compared byte by byte on both engines: PostgreSQL would otherwise follow the server's collation.
SortKey = String().with_variant(String(collation="C"), "postgresql")


class Model(DeclarativeBase):
    """Base of every table: named constraints, aware instants, enums stored by value with a CHECK."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(),
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            create_constraint=True,
            length=32,
            values_callable=lambda members: [member.value for member in members],
        ),
    }


database = SQLAlchemy(metadata=Model.metadata)


def init_database(app: Flask) -> None:
    """Bind the engine of `app`; on SQLite, take over when and how transactions begin."""
    options: dict[str, Any] = {"pool_pre_ping": True}
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        # Every rollback, so every page, makes psycopg forget the statements it prepared: they only cost.
        options["connect_args"] = {"prepare_threshold": None}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    database.init_app(app)
    with app.app_context():
        tune_engine(database.engine)


def tune_engine(engine: Engine) -> None:
    """WAL, foreign keys and explicit BEGIN on SQLite; nothing to do elsewhere."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _open_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=20000",
        "synchronous=NORMAL",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that turns into a write fails at once with SQLITE_BUSY, whatever the
    # timeout; so a writer says so from its first word.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def read_session() -> Session:
    """The session of this request or job, for reading."""
    return database.session()


@contextmanager
def transaction() -> Iterator[Session]:
    """The one commit of the code base: everything inside is written, or nothing is.

    What was read before is forgotten first, so that decisions are taken on what the write
    transaction sees. Raises RuntimeError when something was changed outside.
    """
    db = read_session()
    if db.new or db.dirty or db.deleted:
        raise RuntimeError("rows were changed outside transaction()")
    db.commit()  # ends the reading transaction, writes nothing
    try:
        db.connection(execution_options={"writes": True})
        yield db
        db.commit()
    except BaseException:
        db.rollback()
        raise


def upsert(db: Session, model: type[Model]) -> Any:
    """`INSERT … ON CONFLICT` in the dialect of the session."""
    if db.get_bind().dialect.name == "postgresql":
        return postgresql.insert(model)
    return sqlite.insert(model)


def refresh_statistics(db: Session) -> None:
    """Tell SQLite how full its tables are, by a sample, so that it chooses good indexes; PostgreSQL knows.

    Without it the list of a catalogue of 50,000 dates takes 2.5 times as long.
    """
    if db.get_bind().dialect.name == "sqlite":
        db.execute(text("PRAGMA analysis_limit=1000"))
        db.execute(text("ANALYZE"))


def in_chunks(rows: Sequence[Row], size: int = 500) -> Iterator[Sequence[Row]]:
    """Cut rows in pieces that stay under the engines' limit of bound parameters."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def tables_of(model: type[Model]) -> tuple[str, ...]:
    """The names of its table and of those of the classes that inherit from it: they share their numbers."""
    return tuple(sorted({mapper.class_.__tablename__ for mapper in inspect(model).self_and_descendants}))
