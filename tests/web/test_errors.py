import pytest

from shared_services.web.errors import FORM_TOO_OLD


class TestErrorPages:
    @pytest.mark.parametrize("status", [400, 403, 404, 413, 418, 429, 503])
    def test_every_status_has_a_page_of_the_site_with_a_way_on(self, fragile, status):
        response = fragile.get(f"/abort/{status}")

        assert response.status_code == status
        assert response.page.h1
        assert "/" in response.page.links.values()

    def test_an_address_that_does_not_exist_says_so(self, client):
        response = client.get("/nowhere")

        assert response.status_code == 404
        assert response.page.h1 == "Page introuvable"

    def test_a_refusal_shows_its_sentence_and_its_status(self, fragile):
        response = fragile.get("/refuse")

        assert response.status_code == 409
        assert "La place 12 vient d'être prise." in response.page.text

    def test_a_wrong_method_keeps_what_is_allowed(self, client):
        response = client.delete("/")

        assert response.status_code == 405
        assert "GET" in response.headers["Allow"]

    def test_too_many_attempts_says_when_to_come_back(self, fragile):
        response = fragile.get("/hammer")

        assert response.status_code == 429
        assert response.headers["Retry-After"] == "900"
        assert "15 min" in response.page.text

    def test_a_bare_429_says_when_to_come_back_too(self, fragile):
        assert fragile.get("/abort/429").headers["Retry-After"] == "60"

    def test_a_form_without_its_token_is_refused_with_a_sentence(self, fragile):
        response = fragile.post("/swallow", csrf=False)

        assert response.status_code == 400
        assert str(FORM_TOO_OLD) in response.page.text

    def test_the_same_form_with_its_token_passes(self, fragile):
        assert fragile.post("/swallow", headers={"Accept": "*/*"}).status_code == 200

    def test_a_sending_too_big_is_refused(self, fragile):
        response = fragile.post("/swallow", data={"text": "x" * (7 * 1024 * 1024)})

        assert response.status_code == 413

    def test_an_accident_shows_a_code_and_nothing_of_the_machine(self, fragile):
        response = fragile.get("/crash", headers={"X-Request-ID": "abcd-1234"})

        assert response.status_code == 500
        assert "abcd-1234" in response.page.text
        assert "secret" not in response.text
        assert "ZeroDivision" not in response.text

    def test_the_accident_page_needs_no_database(self, fragile, monkeypatch):
        def gone(*_args, **_kwargs):
            raise AssertionError("the database was asked")

        monkeypatch.setattr("sqlalchemy.orm.Session.execute", gone)

        assert fragile.get("/crash").status_code == 500

    def test_error_pages_speak_english_too(self, client):
        response = client.get("/nowhere", headers={"Accept-Language": "en"})

        assert response.page.root.get("lang") == "en"
