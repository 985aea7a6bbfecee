"""`flask demo load`, `flask demo people`."""

import click
from flask.cli import AppGroup

from shared_services.accounts.passwords import hash_password
from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.core.site import settings

from .load import load
from .queries import DOMAIN, has_people, list_accounts

PASSWORD = "demo-password-2026"  # noqa: S105
NAMES = ("admin", "manager", "manager2", "trainer", "referent", "aidant", "aidant2", "authority")
MAIN_ACCOUNTS = tuple(f"{name}@{DOMAIN}" for name in NAMES)

demo = AppGroup("demo", help="Demo data.")


@demo.command("load")
@click.option("--scale", type=click.IntRange(min=1), default=1, help="So many times the content.")
@click.option("--if-empty", is_flag=True, help="Do nothing when there are people already.")
def load_command(scale: int, if_empty: bool) -> None:
    """Fill an empty database with the demo; print its accounts. Refused in production."""
    if settings().is_production:
        raise click.ClickException("demo data is not for production: APP_ENV=production")
    if has_people(read_session()):
        _refuse(if_empty)
        return
    password_hash = hash_password(PASSWORD)
    with (
        click.progressbar(length=scale, label="Demo data", hidden=scale == 1) as bar,
        transaction() as db,
    ):
        if has_people(db):  # somebody signed up, or another load ended, meanwhile
            _refuse(if_empty)
            return
        load(db, password_hash=password_hash, now=clock.now(), scale=scale, copy_done=lambda: bar.update(1))
    _print_accounts()


def _refuse(if_empty: bool) -> None:
    if not if_empty:
        raise click.ClickException("there are people already: demo data goes into an empty database only")


def _print_accounts() -> None:
    roles = {account.email: account.role for account in list_accounts(read_session())}
    click.echo(f"Demo accounts, password {PASSWORD}:")
    for email in MAIN_ACCOUNTS:
        click.echo(f"  {email:<24} {roles[email]}")


@demo.command("people")
def people_command() -> None:
    """List the demo people, one a line: e-mail, role, organisation, hub, separated by tabs."""
    for account in list_accounts(read_session()):
        click.echo(f"{account.email}\t{account.role}\t{account.organisation}\t{account.hub}")
