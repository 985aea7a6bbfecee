import io
import json
import zipfile

import pytest

from shared_services.accounts.own_data import as_zip, collect, person_columns
from shared_services.core.database import Model
from tests.support.bookings import book
from tests.support.makers import (
    make_affiliation,
    make_hub,
    make_invitation,
    make_organisation,
    make_person,
    make_role,
    make_session,
)


@pytest.fixture
def ana(db):
    person = make_person("Ana", "Aidante", phone="+33 6 12 34 56 78", password_hash="$argon2id$secret")
    organisation = make_organisation()
    make_affiliation(person, organisation)
    make_role(person, make_hub())
    make_invitation(organisation, by=person, email="somebody.else@test.example")
    book(make_session(), person)
    return person


def test_every_foreign_key_to_a_person_is_followed():
    keys = {
        (table.name, column.name)
        for table in Model.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.target_fullname == "person.id"
    }

    assert {(column.table.name, column.name) for column in person_columns()} == keys
    assert {"device", "affiliation", "hub_role", "booking", "invitation", "email_change"} <= {
        name for name, _column in keys
    }


def test_her_rows_of_every_slice_are_there_and_nobody_else_s(db, ana):
    book(make_session(), make_person("Zoé", "Autre"))

    data = collect(db, ana)

    assert data["person"][0]["phone"] == "+33 6 12 34 56 78"
    assert [row["person_id"] for row in data["booking"]] == [ana.id]
    assert len(data["affiliation"]) == len(data["hub_role"]) == len(data["invitation"]) == 1
    assert data["message"][0]["kind"] == "booking_confirmed"


def test_no_secret_and_no_other_person_s_address_is_there(db, ana):
    text = json.dumps(collect(db, ana))

    assert "argon2" not in text
    assert "nonce" not in text
    assert "somebody.else" not in text


def test_no_cell_is_a_formula():
    files = zipfile.ZipFile(io.BytesIO(as_zip({"booking": [{"id": 1, "reason": "=cmd()"}]})))

    assert "1;'=cmd()" in files.read("booking.csv").decode("utf-8-sig")
