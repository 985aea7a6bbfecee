"""`flask outbox …`."""

import click
from flask.cli import AppGroup

from shared_services.core import clock
from shared_services.core.database import read_session

from . import queries
from .jobs import deliver_messages
from .models import MessageState

outbox = AppGroup("outbox", help="Messages to people.")


@outbox.command("status")
def status() -> None:
    """How many messages are in each state."""
    counts = queries.count_by_state(read_session())
    for state in MessageState:
        click.echo(f"{state.value}\t{counts.get(state, 0)}")


@outbox.command("deliver")
def deliver() -> None:
    """Send now everything that is due."""
    click.echo(f"{deliver_messages(clock.now())} messages handled")
