from io import BytesIO

import pytest

from shared_services.accounts.own_data import collect
from shared_services.kinds.expertise.availability.models import BusyCalendar, BusyTime
from shared_services.kinds.expertise.forms import availability
from tests.kinds.expertise.test_jobs import CALENDAR
from tests.support.experts import make_expert, person_of


@pytest.fixture
def person(db):
    return person_of(make_expert())


@pytest.fixture
def browser(sign_in, person):
    return sign_in(person)


def send(browser, content, name="Travail"):
    data = {"file-name": name, "file-calendar": (BytesIO(content), "agenda.ics")}
    return browser.post("/my-availability/calendars/file", data=data)


def add(browser, url, name="Travail"):
    return browser.post("/my-availability/calendars", data={"address-name": name, "address-url": url})


def test_an_address_is_kept_secret(browser, db, person):
    assert add(browser, "webcal://agenda.test/secret/a.ics").status_code == 303

    assert db.query(BusyCalendar).one().url == "https://agenda.test/secret/a.ics"
    page = browser.get("/my-availability").text
    assert "Travail" in page
    assert "secret/a.ics" not in page
    assert "secret" not in str(collect(db, person))


@pytest.mark.parametrize(
    "url", ["", "agenda", "file:///etc/passwd", "https://user@agenda.test/a", "javascript:1"]
)
def test_other_addresses_are_told(browser, db, url):
    assert add(browser, url).status_code == 422
    assert db.query(BusyCalendar).count() == 0


def test_a_name_stands_for_one(browser):
    add(browser, "https://agenda.test/a.ics")

    assert add(browser, "https://agenda.test/b.ics").status_code == 422
    assert send(browser, CALENDAR).status_code == 422


def test_a_file_is_read_and_read_again(browser, db):
    assert send(browser, CALENDAR).status_code == 303
    assert send(browser, CALENDAR).status_code == 303

    assert db.query(BusyCalendar).count() == 1
    assert db.query(BusyTime).count() == 1


@pytest.mark.parametrize("content", [b"<html>", b"", b"x" * 301])
def test_what_is_no_calendar_is_told_beside_the_file(browser, db, content, monkeypatch):
    monkeypatch.setattr(availability, "MOST_BYTES", 300)
    answer = send(browser, content)

    assert answer.status_code == 422
    assert 'id="file-calendar-error"' in answer.text
    assert db.query(BusyCalendar).count() == 0


def test_it_is_forgotten_with_its_times(browser, db, sign_in):
    send(browser, CALENDAR)
    calendar = db.query(BusyCalendar).one()
    address = f"/my-availability/calendars/{calendar.id}/remove"

    assert sign_in(person_of(make_expert())).post(address).status_code == 404
    assert browser.post(address).status_code == 303
    assert db.query(BusyCalendar).count() == db.query(BusyTime).count() == 0


def test_there_is_an_end_to_it(browser):
    for number in range(10):
        assert add(browser, "https://agenda.test/a.ics", name=f"Agenda {number}").status_code == 303

    assert add(browser, "https://agenda.test/a.ics", name="Un de trop").status_code == 422
