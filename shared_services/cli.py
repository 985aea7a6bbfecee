"""Commands of `flask --app wsgi …`."""

from flask import Flask


def register(app: Flask) -> None:
    """Add our commands to `app`."""
