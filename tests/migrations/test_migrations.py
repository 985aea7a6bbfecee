"""The chain of migrations, on the engine of this run, in a database of its own."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import downgrade, upgrade
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from shared_services.core.database import Model, tune_engine
from tests.conftest import ROOT
from tests.support.engines import worker_database

FOLDER = ROOT / "migrations"


def config_for(connection=None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


@pytest.fixture
def empty(tmp_path: Path):
    with worker_database(tmp_path) as url:
        engine = create_engine(url)
        tune_engine(engine)
        with engine.connect() as connection:
            yield connection.execution_options(writes=True)
        engine.dispose()


def tables(connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


class TestChain:
    def test_there_is_one_head(self):
        assert len(ScriptDirectory(str(FOLDER)).get_heads()) == 1

    def test_empty_to_head_makes_every_table_of_the_models(self, app, empty):
        upgrade(config_for(empty), "head")

        assert tables(empty) == set(Model.metadata.tables)

    def test_head_to_empty_leaves_nothing(self, empty):
        upgrade(config_for(empty), "head")

        downgrade(config_for(empty), "base")

        assert tables(empty) == set()

    def test_up_down_up_again_works(self, empty):
        upgrade(config_for(empty), "head")
        downgrade(config_for(empty), "base")
        upgrade(config_for(empty), "head")

        assert tables(empty) == set(Model.metadata.tables)

    def test_the_models_match(self, app, empty):
        upgrade(config_for(empty), "head")

        context = MigrationContext.configure(empty, opts={"compare_type": True})
        assert compare_metadata(context, Model.metadata) == []

    def test_every_constraint_has_a_name(self, app):
        nameless = [
            f"{table.name}: {constraint}"
            for table in Model.metadata.tables.values()
            for constraint in table.constraints
            if constraint.name is None
        ]

        assert nameless == []


class TestReferenceData:
    def test_the_101_departements_are_there_with_their_time_zones(self, empty):
        upgrade(config_for(empty), "head")

        zones = dict(empty.execute(text("SELECT code, time_zone FROM departement")).all())
        assert len(zones) == 101
        assert zones["62"] == "Europe/Paris"
        assert zones["974"] == "Indian/Reunion"

    def test_there_are_themes_in_both_languages(self, empty):
        upgrade(config_for(empty), "head")

        rows = empty.execute(text("SELECT name_fr, name_en FROM theme")).all()
        assert rows
        assert all(name_fr and name_en for name_fr, name_en in rows)
