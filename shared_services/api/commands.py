"""`flask --app wsgi tokens …`"""

import click
from flask.cli import AppGroup

from shared_services.accounts.queries import find_person_by_email
from shared_services.core import clock
from shared_services.core.database import transaction

from . import token_operations
from .models import LONGEST_NAME

tokens = AppGroup("tokens", help="Personal tokens for the API.")


@tokens.command("create")
@click.argument("email")
@click.option("--name", default="flask tokens create", show_default=True, help="What it is for.")
@click.option(
    "--days", type=click.IntRange(1, 365), default=90, show_default=True, help="How long it is good."
)
def create(email: str, name: str, days: int) -> None:
    """Print a new token of somebody, alone on the last line. It is shown this once."""
    now = clock.now()
    with transaction() as db:
        person = find_person_by_email(db, email)
        if (
            person is None
            or person.email_confirmed_at is None
            or person.erased_at is not None
            or person.blocked_at is not None
        ):
            raise click.ClickException(f"no open account has the address {email}")
        token = token_operations.create_token(db, name=name[:LONGEST_NAME], days=days, person=person, now=now)
    click.echo(token)
