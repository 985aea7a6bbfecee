import pytest

from shared_services.accounts.models import Person
from shared_services.accounts.passwords import is_right
from shared_services.accounts.queries import find_person_by_email
from tests.accounts.conftest import PASSWORD
from tests.support.makers import MONDAY, count


@pytest.fixture
def run(app, db):
    def create_admin(*args, typed=""):
        result = app.test_cli_runner().invoke(args=["users", "create-admin", *args], input=typed)
        db.expire_all()
        return result

    return create_admin


def test_a_new_admin_may_sign_in_at_once(db, run):
    result = run("--email", "Ada@Lens.example", typed=f"Ada\nMin\n{PASSWORD}\n{PASSWORD}\n")

    ada = find_person_by_email(db, "ada@lens.example")
    assert result.exit_code == 0, result.output
    assert (ada.name, ada.admin_since, ada.email_confirmed_at) == ("Ada Min", MONDAY, MONDAY)
    assert is_right(ada.password_hash, PASSWORD)
    assert PASSWORD not in result.output


def test_a_weak_password_is_asked_again(db, run):
    weak = "motdepasse123\nmotdepasse123\n"

    result = run("--email", "ada@lens.example", typed=f"Ada\nMin\n{weak}{PASSWORD}\n{PASSWORD}\n")

    assert result.exit_code == 0, result.output
    assert is_right(find_person_by_email(db, "ada@lens.example").password_hash, PASSWORD)


def test_somebody_with_an_account_keeps_name_and_password(alice, run):
    result = run("--email", alice.email)

    assert result.exit_code == 0, result.output
    assert (alice.name, alice.is_admin) == ("Alice Martin", True)
    assert is_right(alice.password_hash, PASSWORD)


def test_done_twice_nothing_changes(alice, run, at):
    run("--email", alice.email)
    with at(MONDAY.replace(hour=12)):
        run("--email", alice.email)

    assert alice.admin_since == MONDAY


def test_what_a_stranger_chose_for_an_unconfirmed_account_does_not_survive(newcomer, run):
    run("--email", newcomer.email, typed="Ada\nMin\nle mot de Ada\nle mot de Ada\n")

    assert newcomer.name == "Ada Min"
    assert is_right(newcomer.password_hash, "le mot de Ada")


def test_an_address_that_is_none_is_refused(db, run):
    result = run("--email", "ada")

    assert result.exit_code == 2
    assert "not an e-mail address" in result.output
    assert count(db, Person) == 0
