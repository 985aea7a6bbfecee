import pytest
from flask import Blueprint

from shared_services import create_app
from shared_services.core.access import public
from tests.conftest import settings_for


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
