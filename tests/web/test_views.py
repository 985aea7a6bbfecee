import pytest

from shared_services.accounts.models import Person
from tests.support.makers import make_person


@pytest.mark.parametrize("path", ["/", "/help", "/accessibility", "/privacy", "/legal"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_for_everybody_open_in_both_languages(client, path, language):
    response = client.get(path, headers={"Accept-Language": language})

    assert response.status_code == 200
    assert response.page.root.get("lang") == language


class TestLanguage:
    def test_a_stranger_s_choice_stays_in_her_browser(self, client):
        client.post("/language", data={"language": "en"})

        assert client.get("/").page.root.get("lang") == "en"

    def test_a_signed_in_person_s_choice_stays_in_her_account(self, db, sign_in):
        person = make_person()

        sign_in(person).post("/language", data={"language": "en"})

        assert db.get(Person, person.id).locale == "en"
        assert sign_in(person).get("/").page.root.get("lang") == "en"

    def test_an_unknown_language_changes_nothing(self, client):
        client.post("/language", data={"language": "xx"})

        assert client.get("/").page.root.get("lang") == "fr"

    def test_one_comes_back_to_the_page_one_was_on(self, client):
        response = client.post("/language", data={"language": "en", "next": "/help?a=1"})

        assert (response.status_code, response.location) == (303, "/help?a=1")

    @pytest.mark.parametrize("next_", ["https://evil.example", "//evil.example", "/\\evil.example", ""])
    def test_one_is_never_sent_to_another_site(self, client, next_):
        response = client.post("/language", data={"language": "en", "next": next_})

        assert response.location == "/"
