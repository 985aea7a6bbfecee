"""Commands of `flask --app wsgi …`."""

from flask import Flask

from shared_services.accounts.commands import users


def register(app: Flask) -> None:
    """Add our commands to `app`."""
    app.cli.add_command(users)
