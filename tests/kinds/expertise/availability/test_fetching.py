import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from shared_services.kinds.expertise.availability import fetching
from shared_services.kinds.expertise.availability.busy import MOST_BYTES
from shared_services.kinds.expertise.availability.fetching import fetch, is_public
from shared_services.kinds.expertise.errors import AddressRefused, CalendarTooLarge, CalendarUnreachable


@contextmanager
def serving(answer):
    """A server of our own on the loopback; `answer(handler)` writes what it says."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["Host"]))
            answer(self)

        def log_message(self, *_given):
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_port, asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def says(content, status=200, **headers):
    def answer(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def fetch_here(url, **given):
    return fetch(url, resolve=lambda _host, _port: ["127.0.0.1"], is_allowed=lambda _address: True, **given)


def test_what_stands_at_the_address_is_read():
    with serving(says(b"BEGIN:VCALENDAR")) as (port, asked):
        assert fetch_here(f"http://agenda.test:{port}/a.ics?key=1") == b"BEGIN:VCALENDAR"

    assert asked == [("/a.ics?key=1", f"agenda.test:{port}")]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "::",
        "fc00::1",
        "fe80::1%eth0",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
    ],
)
def test_the_house_itself_is_never_asked(address):
    assert not is_public(address)
    with pytest.raises(AddressRefused):
        fetch("https://agenda.test/a.ics", resolve=lambda _host, _port: ["93.184.216.34", address])


def test_public_addresses_may_be_asked():
    assert is_public("93.184.216.34")
    assert is_public("2606:4700:4700::1111")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://agenda.test/a.ics",
        "http://",
        "http://user:word@agenda.test/",
        "gopher://agenda.test",
        "http://agenda.test:0/",
        "http://agenda.test:99999/",
        "http://[::1",
        "",
    ],
)
def test_other_ways_in_are_refused(url):
    with pytest.raises(AddressRefused):
        fetch_here(url)


def test_names_that_nobody_knows_do_not_answer():
    def unknown(_host, _port):
        raise socket.gaierror

    with pytest.raises(CalendarUnreachable):
        fetch("https://agenda.test/", resolve=unknown)


def test_a_redirection_is_looked_at_again():
    def resolve(host, _port):
        return ["127.0.0.1"] if host == "agenda.test" else ["10.0.0.1"]

    inside = says(b"", 302, Location="http://inside.test/secret")
    with serving(inside) as (port, _asked), pytest.raises(AddressRefused):
        fetch(
            f"http://agenda.test:{port}/",
            resolve=resolve,
            is_allowed=lambda address: address == "127.0.0.1",
        )


def test_redirections_come_to_an_end():
    with serving(says(b"", 301, Location="/again")) as (port, asked), pytest.raises(CalendarUnreachable):
        fetch_here(f"http://agenda.test:{port}/")

    assert len(asked) == fetching.MOST_REDIRECTIONS + 1


def test_too_much_is_not_read_to_the_end():
    with serving(says(b"x" * (MOST_BYTES + 1))) as (port, _asked), pytest.raises(CalendarTooLarge):
        fetch_here(f"http://agenda.test:{port}/")


def test_other_answers_are_told():
    with serving(says(b"", 404)) as (port, _asked), pytest.raises(CalendarUnreachable):
        fetch_here(f"http://agenda.test:{port}/")


def test_a_server_that_says_nothing_is_left(monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(CalendarUnreachable):
            fetch_here(f"http://agenda.test:{silent.getsockname()[1]}/")
