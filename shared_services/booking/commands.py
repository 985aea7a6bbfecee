"""`flask capacity verify`."""

import sys

import click
from flask.cli import AppGroup

from shared_services.core.database import read_session

from . import ledger

capacity = AppGroup("capacity", help="The capacity ledger.")


@capacity.command("verify")
def verify() -> None:
    """Recount every slot from the bookings; exit 1 and name each slot that differs."""
    differences = ledger.recount(read_session())
    for found in differences:
        click.echo(
            f"bookable {found.bookable_id}, slot {found.slot}: "
            + (
                f"a capacity of {found.recorded}, it should be {found.counted}"
                if found.is_capacity
                else f"{found.recorded} in the ledger, {found.counted} counted from the bookings"
            )
        )
    click.echo("the ledger is right" if not differences else f"{len(differences)} slots differ")
    sys.exit(1 if differences else 0)
