import json
import logging

import pytest

from shared_services.web.logs import JsonLines
from tests.support.makers import make_person


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, logger="shared_services.requests")
    return lambda: [json.loads(JsonLines().format(r)) for r in caplog.records if hasattr(r, "facts")]


class TestRequestLines:
    def test_a_request_leaves_one_line(self, client, lines):
        client.get("/")

        (line,) = lines()
        assert (line["method"], line["path"], line["status"]) == ("GET", "/", 200)
        assert line["milliseconds"] >= 0

    def test_the_number_of_the_answer_is_in_the_line(self, client, lines):
        response = client.get("/")

        assert lines()[0]["request_id"] == response.headers["X-Request-ID"]

    def test_a_sane_number_of_a_proxy_is_kept(self, client):
        response = client.get("/", headers={"X-Request-ID": "proxy-12345678"})

        assert response.headers["X-Request-ID"] == "proxy-12345678"

    @pytest.mark.parametrize("given", ["short", "x" * 65, "a b c d e f g h", "<script>alert</script>"])
    def test_another_number_is_replaced(self, client, given):
        response = client.get("/", headers={"X-Request-ID": given})

        assert response.headers["X-Request-ID"] != given

    def test_a_signed_in_person_is_a_number_only(self, sign_in, lines):
        person = make_person("Zénobie", "Quelconque")

        sign_in(person).get("/")

        assert lines()[-1]["person_id"] == person.id
        assert "quelconque" not in json.dumps(lines()).lower()
        assert person.email not in json.dumps(lines())

    def test_what_was_searched_is_not_written(self, client, lines):
        client.get("/?q=quelconque")

        assert "quelconque" not in json.dumps(lines())

    def test_an_accident_is_written_with_its_trace(self, caplog):
        try:
            raise ZeroDivisionError
        except ZeroDivisionError as error:
            record = logging.LogRecord(
                "x",
                logging.ERROR,
                "",
                0,
                "oh",
                (),
                (type(error), error, error.__traceback__),
            )

        assert "ZeroDivisionError" in json.loads(JsonLines().format(record))["trace"]
