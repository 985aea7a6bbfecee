"""`flask attendance verify`."""

import sys

import click
from flask.cli import AppGroup

from shared_services.core.database import read_session

from .chain import find_altered, find_broken

attendance = AppGroup("attendance", help="The attendance sheets.")


@attendance.command("verify")
def verify() -> None:
    """Walk every sheet's chain and its files; exit 1 and name the first broken row of each sheet."""
    db, count = read_session(), 0
    for broken in find_broken(db):
        count += 1
        click.echo(
            f"session {broken.session_id}: entry {broken.number} is not what was written"
            if broken.number
            else f"session {broken.session_id}: the last entries are missing"
        )
    for name in find_altered(db):
        count += 1
        click.echo(f"{name}: the file is not what was kept")
    click.echo(f"{count} broken" if count else "every sheet is as it was written")
    sys.exit(1 if count else 0)
