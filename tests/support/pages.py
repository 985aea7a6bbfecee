"""A browser for tests that judges every page it fetches."""

from typing import Any

from flask import g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class PageClient(FlaskClient):
    """Judges the pages; grown by the test house."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # The test keeps one application context open: what a request left in `g` (the person, the
        # language) must not be found by the next one, which may come from another browser.
        if g:
            for name in list(g):
                g.pop(name)
        return super().open(*args, **kwargs)
