from dataclasses import replace

import pytest
from flask import current_app
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.accounts.passwords import is_right
from shared_services.demo.commands import MAIN_ACCOUNTS, PASSWORD
from tests.support.makers import make_person

ROLES = {
    "admin@demo.example": "admin",
    "manager@demo.example": "manager",
    "manager2@demo.example": "manager",
    "trainer@demo.example": "trainer",
    "referent@demo.example": "referent",
    "aidant@demo.example": "aidant",
    "aidant2@demo.example": "aidant",
    "authority@demo.example": "authority",
}


@pytest.fixture
def flask(db):
    return lambda *words: current_app.test_cli_runner().invoke(args=["demo", *words])


@pytest.fixture
def in_production(app, monkeypatch):
    settings = replace(app.extensions["settings"], app_env="production")
    monkeypatch.setitem(app.extensions, "settings", settings)


class TestLoad:
    def test_it_prints_the_main_accounts_and_the_password(self, flask):
        done = flask("load")

        assert done.exit_code == 0
        first, *lines = done.output.splitlines()
        assert "demo-password-2026" in first
        assert dict(line.split() for line in lines) == ROLES

    def test_the_password_opens_every_account(self, flask, db):
        flask("load")

        hashes = db.scalars(select(Person.password_hash).distinct()).all()
        assert len(hashes) == 1
        assert is_right(hashes[0], PASSWORD)

    def test_every_account_is_confirmed(self, flask, db):
        flask("load")

        assert db.scalars(select(Person).where(Person.email_confirmed_at.is_(None))).all() == []

    def test_a_scale_shows_how_far_it_is(self, flask, db):
        done = flask("load", "--scale", "2")

        assert "Demo data" in done.output
        assert len(db.scalars(select(Person.id)).all()) == 114

    @pytest.mark.parametrize("scale", ["0", "-1", "many"])
    def test_a_scale_is_one_or_more(self, flask, db, scale):
        assert flask("load", "--scale", scale).exit_code == 2
        assert db.scalars(select(Person.id)).all() == []

    def test_production_refuses_it(self, flask, db, in_production):
        for words in (["load"], ["load", "--if-empty"]):
            done = flask(*words)

            assert done.exit_code == 1
            assert done.output.splitlines() == ["Error: demo data is not for production: APP_ENV=production"]
        assert db.scalars(select(Person.id)).all() == []

    def test_a_database_with_people_refuses_it(self, flask, db):
        make_person()

        done = flask("load")

        assert done.exit_code == 1
        assert len(done.output.splitlines()) == 1
        assert len(db.scalars(select(Person.id)).all()) == 1

    def test_if_empty_is_silent_about_people(self, flask, db):
        make_person()

        done = flask("load", "--if-empty")

        assert (done.exit_code, done.output) == (0, "")
        assert len(db.scalars(select(Person.id)).all()) == 1

    def test_if_empty_fills_an_empty_database(self, flask, db):
        assert flask("load", "--if-empty").exit_code == 0
        assert len(db.scalars(select(Person.id)).all()) == 60


class TestPeople:
    @pytest.fixture
    def lines(self, flask, loaded):
        loaded()
        return {line.split("\t")[0]: line.split("\t")[1:] for line in flask("people").output.splitlines()}

    def test_everybody_is_listed(self, lines):
        assert len(lines) == 60
        assert {email: lines[email][0] for email in MAIN_ACCOUNTS} == ROLES

    def test_staff_with_their_hubs_and_aidants_with_their_organisation(self, lines):
        assert lines["manager2@demo.example"] == ["manager", "", "Hub Littoral et Terrils"]
        assert lines["aidant@demo.example"] == [
            "aidant",
            "Coup de pouce numérique",
            "Hub des Monts et Vallées",
        ]
        assert lines["ewa.kowalski@demo.example"][2] == "Hub des Monts et Vallées, Hub Littoral et Terrils"

    def test_who_is_not_accepted_yet_belongs_nowhere(self, lines):
        assert lines["coralie.dubois@demo.example"] == ["aidant", "", ""]

    def test_others_are_not_listed(self, flask):
        make_person()

        assert flask("people").output == ""
