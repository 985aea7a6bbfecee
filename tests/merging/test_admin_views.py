import pytest

from shared_services.accounts.passwords import hash_password
from tests.accounts.conftest import PASSWORD, link_of, messages, sent  # noqa: F401 - fixtures
from tests.support.makers import make_admin, make_person


@pytest.fixture
def zoe(db):
    return make_person("Zoé", "Double", email="zoe@lens.example", password_hash=hash_password(PASSWORD))


@pytest.fixture
def twin(db):
    return make_person(
        "Zoé", "Double", email="zoe@arras.example", password_hash=hash_password("une autre phrase")
    )


def ask(browser, email="zoe@arras.example", password=PASSWORD):
    return browser.post("/account/merge", data={"email": email, "current_password": password})


class TestByAnAdmin:
    def test_finds_the_account_of_the_same_name_and_makes_them_one(self, sign_in, db, zoe, twin):
        browser = sign_in(make_admin())

        assert "zoe@arras.example" in browser.get(f"/admin/people/{zoe.id}/twins").page.text
        page = browser.get(f"/admin/people/{zoe.id}/merge/{twin.id}").page
        assert "zoe@arras.example" in page.text
        assert browser.post(f"/admin/people/{zoe.id}/merge/{twin.id}").status_code == 303

        assert "zoe@arras.example" in browser.get(f"/admin/people/{zoe.id}").page.text
        assert "Réuni avec un autre compte" in browser.get(f"/admin/people/{twin.id}").page.text
        assert browser.get(f"/admin/people/{zoe.id}/twins").page.text.count("zoe@arras.example") == 0

    def test_searching_the_old_address_finds_the_kept_account(self, sign_in, db, zoe, twin):
        browser = sign_in(make_admin())
        browser.post(f"/admin/people/{zoe.id}/merge/{twin.id}")

        page = browser.get("/admin/people?q=zoe@arras.example").page

        assert "zoe@lens.example" in page.text

    def test_another_admin_is_refused_in_a_sentence(self, sign_in, db, zoe):
        browser = sign_in(make_admin())
        other = make_admin(email="autre@lens.example")

        answer = browser.post(f"/admin/people/{zoe.id}/merge/{other.id}")

        assert answer.status_code == 409
        assert "administre la plateforme" in answer.page.text

    def test_what_is_typed_finds_others_one_wrong_letter_forgiven(self, sign_in, db, zoe):
        make_person("Zélie", "Dubouloz", email="zelie@lens.example")
        browser = sign_in(make_admin())

        assert "zelie@lens.example" in browser.get(f"/admin/people/{zoe.id}/twins?q=dubouloc").page.text
        assert "Personne ne correspond" in browser.get(f"/admin/people/{zoe.id}/twins?q=xyzzy").page.text
