from datetime import timedelta

import pytest

from shared_services.accounts.models import Person
from shared_services.api.models import ApiToken
from shared_services.core.database import transaction
from tests.api.support import Program
from tests.support.makers import MONDAY, make_person


def create(app, *args):
    with app.app_context():
        return app.test_cli_runner().invoke(args=["tokens", "create", *args])


def test_the_token_is_alone_on_the_last_line_and_opens(app, client, db):
    person = make_person(email="ana@test.example")

    result = create(app, "Ana@test.example")

    token = result.stdout.splitlines()[-1]
    assert result.exit_code == 0
    assert Program(client, token).get("/bookings").status_code == 200
    made = db.query(ApiToken).one()
    assert (made.person_id, made.expires_at) == (person.id, MONDAY + timedelta(days=90))


@pytest.mark.parametrize("closed", ["email_confirmed_at", "erased_at", "unknown"])
def test_an_account_that_is_not_open_gets_none(app, db, closed):
    person = make_person(email="ana@test.example")
    with transaction() as write:
        row = write.get(Person, person.id)
        if closed == "erased_at":
            row.erased_at = MONDAY
        if closed == "email_confirmed_at":
            row.email_confirmed_at = None

    result = create(app, "ana@test.example" if closed != "unknown" else "nobody@test.example")

    assert result.exit_code == 1
    assert "no open account" in result.output
    assert db.query(ApiToken).count() == 0
