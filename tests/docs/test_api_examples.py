"""The examples of docs/api.md and of the page of the API, sent as they are written."""

import re
import shlex
from argparse import ArgumentParser
from datetime import date
from urllib.parse import urlsplit

import pytest

from config import ROOT
from shared_services.api.docs_views import EXAMPLES
from tests.api.support import token_of
from tests.support.makers import make_person, make_session

PAGE = re.findall(r"^    (curl .*(?:\n      .*)*)", (ROOT / "docs" / "api.md").read_text(), re.MULTILINE)


def parse(command):
    """Method, path, headers and body of a curl command."""
    parser = ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("-X", default="GET")
    parser.add_argument("-H", action="append", default=[])
    parser.add_argument("-d")
    said = parser.parse_args(shlex.split(command.replace("\\\n", " "))[1:])
    parts = urlsplit(said.url)
    headers = dict(header.split(": ", 1) for header in said.H)
    return said.X, f"{parts.path}?{parts.query}", headers, said.d


@pytest.fixture
def send(client, db):
    session, token = make_session(starts_on=date(2027, 2, 2)), token_of(make_person())

    def sent(command):
        command = command.replace("$TOKEN", token).replace(
            '"bookable_id": 12', f'"bookable_id": {session.id}'
        )
        method, path, headers, body = parse(command)
        return client.open(path, method=method, headers=headers, data=body, csrf=False)

    return sent


def test_both_tell_the_same_three():
    on_the_page = [
        re.sub(r"\s*\\\n\s*", " ", example.format(site="http://127.0.0.1:5000")) for example in EXAMPLES
    ]

    assert [re.sub(r"\s*\\\n\s*", " ", example) for example in PAGE] == on_the_page


def test_the_catalogue_is_read_without_a_token(send):
    answer = send(PAGE[0])

    assert answer.status_code == 200
    assert len(answer.json["items"]) == 1


def test_a_token_reads_and_books_once(send):
    assert send(PAGE[1]).json == {"items": [], "next": None}

    first, again = send(PAGE[2]), send(PAGE[2])

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json["reference"] == first.json["reference"]
    assert len(send(PAGE[1]).json["items"]) == 1
