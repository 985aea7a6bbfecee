from tests.support.makers import make_person


class TestHeaders:
    def test_only_our_own_files_and_nobody_frames_us(self, client):
        policy = client.get("/").headers["Content-Security-Policy"]

        for rule in ("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
            assert rule in policy
        assert "unsafe" not in policy

    def test_error_pages_carry_them_too(self, client):
        headers = client.get("/nowhere").headers

        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in headers["Permissions-Policy"]

    def test_plain_http_promises_no_https(self, client):
        assert "Strict-Transport-Security" not in client.get("/").headers

    def test_https_is_promised_where_the_site_has_it(self, app_with):
        secure = app_with(site_url="https://site.example")

        headers = secure.test_client().get("/nowhere").headers

        assert "max-age=" in headers["Strict-Transport-Security"]

    def test_pages_of_a_signed_in_person_are_never_kept(self, sign_in):
        headers = sign_in(make_person()).get("/").headers

        assert headers["Cache-Control"] == "no-store"

    def test_pages_of_a_stranger_are_checked_again(self, client):
        assert client.get("/").headers["Cache-Control"] == "no-cache"

    def test_files_are_kept_a_while(self, client):
        with client.get("/bootstrap/static/css/bootstrap.min.css") as response:
            assert response.headers["Cache-Control"] == "public, max-age=3600"
