import difflib

import pytest
from flask import Blueprint, make_response

from shared_services import create_app
from shared_services.core.access import public
from shared_services.web import errors
from tests.support.access_matrix import ROLES, as_csv, columns_of, reviewed, walk
from tests.support.settings import settings_for

# What anybody signed in may do to a thing of another hub: its own rules answer, as a person would expect.
OPEN_TO_ALL_HUBS = {"trainings.book", "network.join_organisation", "network.show_organisation"}
# A session for anyone is for the people of any organisation too.
OPEN_TO_ALL_HUBS |= {"training_colleagues.choose", "training_colleagues.book"}
# The address says which calendar or hub; what changes is one's own.
OPEN_TO_ALL_HUBS |= {"feeds.open_calendar", "feeds.close_calendar", "network.show_my_name"}
OPEN_TO_ALL_HUBS |= {"expertise.forget_wish"}  # one's own wish, at an offer that all may read
OPEN_TO_ALL_HUBS |= {"complaints.file"}  # anybody may complain about any hub
OPEN_TO_ALL_HUBS |= {"no_shows.mine", "passport.take"}  # one's own absences, one's own passport


def bare(status, sentence):
    return make_response(sentence, status)


@pytest.mark.once
class TestAccessMatrix:
    @pytest.mark.parametrize("role", ROLES)
    def test_everybody_may_open_what_the_reviewed_table_says_and_nothing_else(
        self, app, db, monkeypatch, role
    ):
        monkeypatch.setattr(errors, "error_page", bare)  # a third of the time of the walk
        columns = ["endpoint", "method", *columns_of(role)]
        found = as_csv(walk(app, [role]), columns).splitlines()
        expected = as_csv(reviewed(), columns).splitlines()

        changes = list(difflib.unified_diff(expected, found, "reviewed", "found", lineterm="", n=0))
        assert changes == []

    def test_no_role_opens_a_thing_of_another_hub(self):
        opened = [
            f"{row['method']} {row['endpoint']} by the {role}"
            for row in reviewed()
            for role in ROLES[1:-1]
            if row[f"{role} other"] == "open"
            and row["stranger"] != "open"
            and row["endpoint"] not in OPEN_TO_ALL_HUBS
            and has_an_id(row["endpoint"])
        ]

        assert opened == []

    def test_a_stranger_is_refused_or_sent_to_sign_in_wherever_an_aidant_is_refused(self):
        opened = [
            row["endpoint"]
            for row in reviewed()
            if row["stranger"] == "open" and "refused" in (row["aidant own"], row["aidant other"])
        ]

        assert opened == []

    def test_nothing_breaks_when_it_is_sent_empty(self):
        assert [row for row in reviewed() if any("broken" in value for value in row.values())] == []


ROUTES = {rule.endpoint: rule for rule in create_app(settings_for("sqlite://")).url_map.iter_rules()}


def has_an_id(endpoint: str) -> bool:
    return bool(ROUTES[endpoint].arguments)


class TestDenyByDefault:
    @pytest.fixture
    def with_view(self, monkeypatch, app):
        def start(view):
            blueprint = Blueprint("new", __name__)
            blueprint.get("/new")(view)
            monkeypatch.setattr("shared_services.BLUEPRINTS", (blueprint,))
            monkeypatch.setattr("shared_services.web.init_shell", lambda *_: None)
            return create_app(settings_for("sqlite://"))

        return start

    def test_a_view_without_a_rule_stops_the_start(self, with_view):
        with pytest.raises(RuntimeError, match=r"new\.forgotten"):
            with_view(forgotten)

    def test_a_view_with_a_rule_lets_it_start(self, with_view):
        assert with_view(public(lambda: "here"))


def forgotten():
    return "open to all"
