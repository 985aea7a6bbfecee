class TestDocs:
    def test_every_address_and_every_field_is_on_the_page(self, client, db):
        spec = client.get("/api/openapi.json").json
        page = client.get("/api/docs").page

        for path, methods in spec["paths"].items():
            for method, operation in methods.items():
                assert f"{method.upper()} {path}" in page.text
                for parameter in operation["parameters"]:
                    assert parameter["name"] in page.text
        for field in spec["components"]["schemas"]["BookingIn"]["properties"]:
            assert field in page.text

    def test_it_says_how_to_get_a_token(self, client, db):
        assert client.get("/api/docs").page.links["Créez un jeton personnel"] == "/account/tokens"

    def test_no_script_from_elsewhere(self, client, db):
        page = client.get("/api/docs").page

        assert all((script.get("src") or "").startswith("/") for script in page.all("script"))
