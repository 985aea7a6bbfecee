"""Views that fail on purpose, in an application of their own."""

from collections.abc import Iterator

import pytest
from flask import Flask, abort, request

from shared_services import create_app
from shared_services.core.access import public
from shared_services.core.database import database
from shared_services.core.errors import DomainError, TooManyAttempts
from tests.support.pages import PageClient
from tests.support.settings import settings_for


class SeatGone(DomainError):
    code = "seat_gone"
    sentence = "La place %(seat)s vient d'être prise."


@pytest.fixture
def fragile_app(app: Flask) -> Iterator[Flask]:
    fragile = create_app(settings_for(app.config["SQLALCHEMY_DATABASE_URI"]))
    fragile.config["PROPAGATE_EXCEPTIONS"] = False
    fragile.test_client_class = PageClient

    @public
    def abort_with(status: int) -> str:
        abort(status)

    @public
    def refuse() -> str:
        raise SeatGone(seat="12")

    @public
    def hammer() -> str:
        raise TooManyAttempts(minutes=15)

    @public
    def crash() -> str:
        raise ZeroDivisionError("secret detail of the machine")

    @public
    def swallow() -> dict[str, int]:
        return {"fields": len(request.form)}

    fragile.add_url_rule("/abort/<int:status>", view_func=abort_with)
    fragile.add_url_rule("/refuse", view_func=refuse)
    fragile.add_url_rule("/hammer", view_func=hammer)
    fragile.add_url_rule("/crash", view_func=crash)
    fragile.add_url_rule("/swallow", view_func=swallow, methods=["POST"])
    with fragile.app_context():
        engine = database.engine
    yield fragile
    engine.dispose()


@pytest.fixture
def fragile(fragile_app: Flask) -> PageClient:
    return fragile_app.test_client()
