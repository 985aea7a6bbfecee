import pytest

from shared_services.web.language import choose_language


class TestChooseLanguage:
    def test_without_a_request_it_is_french(self, db):
        assert choose_language() == "fr"

    @pytest.mark.parametrize(
        ("asked", "given"),
        [("en-GB,en;q=0.9", "en"), ("de,en;q=0.5", "en"), ("de", "fr"), ("", "fr"), ("fr-CA", "fr")],
    )
    def test_a_stranger_s_browser_says(self, client, asked, given):
        assert client.get("/help", headers={"Accept-Language": asked}).page.root.get("lang") == given
