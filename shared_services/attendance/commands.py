"""`flask attendance verify`."""

import sys

import click
from flask.cli import AppGroup

from shared_services.core.database import read_session

from .chain import find_broken

attendance = AppGroup("attendance", help="The attendance sheets.")


@attendance.command("verify")
def verify() -> None:
    """Walk every sheet's chain; exit 1 and name the first broken row of each sheet."""
    count = 0
    for broken in find_broken(read_session()):
        count += 1
        click.echo(
            f"session {broken.session_id}: entry {broken.number} is not what was written"
            if broken.number
            else f"session {broken.session_id}: the last entries are missing"
        )
    click.echo(f"{count} sheets are broken" if count else "every sheet is as it was written")
    sys.exit(1 if count else 0)
