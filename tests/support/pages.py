"""A browser for tests that judges every page it fetches."""

from flask.testing import FlaskClient


class PageClient(FlaskClient):
    """Judges the pages; grown by the test house."""
