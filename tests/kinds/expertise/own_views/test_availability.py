import pytest

from shared_services.kinds.expertise.availability.models import (
    Absence,
    AvailabilityException,
    AvailabilityRange,
)
from tests.support.experts import first_range, make_expert, meet, person_of
from tests.support.makers import make_person


@pytest.fixture
def expert(db):
    return make_expert(hours=False)


@pytest.fixture
def browser(sign_in, expert):
    return sign_in(person_of(expert))


WEEKLY = {
    "weekly-weekdays": ["1", "3"],
    "weekly-starts": "9 h 30",
    "weekly-ends": "12h",
    "weekly-first_on": "2027-01-04",
}


def test_the_hours_of_a_week_are_typed_once(browser, db, client, expert):
    answer = browser.post("/my-availability/weekly", data=WEEKLY)

    assert answer.status_code == 303
    assert [(row.weekday, row.time_zone) for row in db.query(AvailabilityRange)] == [
        (1, "Europe/Paris"),
        (3, "Europe/Paris"),
    ]
    page = browser.get("/my-availability").text.replace("\xa0", " ")
    assert "de 9 h 30 à 12 h" in page
    assert "7 janvier" in client.get(f"/experts/{expert.expert_offer_id}").text


@pytest.mark.parametrize(
    "given",
    [
        {"weekly-weekdays": ["9"]},
        {"weekly-weekdays": []},
        {"weekly-ends": "8h"},
        {"weekly-starts": "25h"},
        {"weekly-last_on": "2026-12-31"},
        {"weekly-first_on": "demain"},
    ],
)
def test_nonsense_is_told_and_kept(browser, db, given):
    answer = browser.post("/my-availability/weekly", data=WEEKLY | given)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text or "field-error" in answer.text
    assert db.query(AvailabilityRange).count() == 0


def test_the_same_hours_twice_are_told(browser):
    browser.post("/my-availability/weekly", data=WEEKLY)

    answer = browser.post("/my-availability/weekly", data=WEEKLY)

    assert answer.status_code == 422
    assert "en recouvrent d" in answer.text


def test_hours_end_after_a_day(browser, db, expert, sign_in):
    browser.post("/my-availability/weekly", data=WEEKLY)
    row = first_range(person_of(expert))
    address = f"/my-availability/weekly/{row.id}/end"

    assert browser.get(address).status_code == 200
    assert browser.post(address, data={"last_on": ""}).status_code == 422
    assert browser.post(address, data={"last_on": "2027-02-28"}).status_code == 303
    db.expire_all()
    assert row.last_on.isoformat() == "2027-02-28"
    assert sign_in(person_of(make_expert())).get(address).status_code == 404


def test_a_day_off_and_back(browser, db):
    browser.post("/my-availability/days", data={"day-day": "2027-02-02"})
    row = db.query(AvailabilityException).one()

    assert "pas de rendez-vous" in browser.get("/my-availability").text
    half = {"day-day": "2027-02-03", "day-starts": "9h"}
    assert browser.post("/my-availability/days", data=half).status_code == 422
    assert browser.post(f"/my-availability/days/{row.id}/remove").status_code == 303
    assert db.query(AvailabilityException).count() == 0


def test_an_absence_and_why_is_hers_alone(browser, db, client, expert):
    data = {"absence-first": "2027-02-01", "absence-last": "2027-02-05", "absence-reason": "Opération"}

    assert browser.post("/my-availability/absences", data=data).status_code == 303

    row = db.query(Absence).one()
    assert (row.ends_at - row.starts_at).days == 5
    assert "Opération" in browser.get("/my-availability").text
    assert "Opération" not in client.get(f"/experts/{expert.expert_offer_id}").text
    backwards = data | {"absence-last": "2027-01-01"}
    assert browser.post("/my-availability/absences", data=backwards).status_code == 422
    never = data | {"absence-first": "2027-03-28", "absence-last": "2027-03-28", "absence-first_hour": "2h30"}
    assert "heure d" in browser.post("/my-availability/absences", data=never).text
    assert browser.post(f"/my-availability/absences/{row.id}/remove").status_code == 303


def test_appointments_outside_are_listed_and_stay(db, sign_in):
    expert = make_expert()
    booking = meet(expert, make_person("Nour", "Demande"))
    browser = sign_in(person_of(expert))

    browser.post("/my-availability/days", data={"day-day": "2027-02-02"})

    page = browser.get("/my-availability").text
    assert "Rendez-vous en dehors de vos disponibilités" in page
    assert f"/my-appointments/{booking.reference}" in page
    assert booking.status == "confirmed"
