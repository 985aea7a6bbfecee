"""`flask --app wsgi users …`"""

import click
from flask.cli import AppGroup

from shared_services.core import clock
from shared_services.core.contacts import clean_email
from shared_services.core.database import read_session, transaction

from . import operations, passwords, queries
from .errors import WeakPassword

users = AppGroup("users", help="People and their accounts.")


@users.command("create-admin")
@click.option("--email", prompt="E-mail", help="Her address.")
@click.option("--first-name", help="Asked when the account is new.")
@click.option("--last-name", help="Asked when the account is new.")
def create_admin(email: str, first_name: str | None, last_name: str | None) -> None:
    """Give the whole platform to somebody; the password is asked when the account is new."""
    address = clean_email(email)
    if address is None:
        raise click.BadParameter("not an e-mail address", param_hint="--email")
    known = queries.find_person_by_email(read_session(), address)
    is_new = known is None or known.email_confirmed_at is None
    first_name = first_name or (click.prompt("First name") if is_new else "")
    last_name = last_name or (click.prompt("Last name") if is_new else "")
    password_hash = passwords.hash_password(_ask_password(address)) if is_new else ""
    with transaction() as db:
        person = operations.make_admin(
            db,
            email=address,
            first_name=first_name or "",
            last_name=last_name or "",
            password_hash=password_hash,
            now=clock.now(),
        )
        name = person.name
    click.echo(f"{name} <{address}> is an admin")


def _ask_password(email: str) -> str:
    while True:
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        try:
            passwords.check_choice(password, email=email)
        except WeakPassword as weak:
            click.echo(str(weak), err=True)
        else:
            return password
