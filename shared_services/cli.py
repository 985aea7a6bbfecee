"""Commands of `flask --app wsgi …`."""

from flask import Flask

from shared_services.accounts.commands import users
from shared_services.api.commands import tokens
from shared_services.attendance.commands import attendance
from shared_services.booking.commands import capacity
from shared_services.demo.commands import demo
from shared_services.outbox.commands import outbox
from shared_services.scheduler.commands import scheduler


def register(app: Flask) -> None:
    """Add our commands to `app`."""
    for group in (users, tokens, capacity, attendance, outbox, scheduler, demo):
        app.cli.add_command(group)
