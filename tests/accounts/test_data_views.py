import io
import json
import zipfile

from sqlalchemy import select

from shared_services.core.audit import AuditEntry


def test_she_takes_her_data_away_and_the_trail_says_so(sign_in, alice, db):
    client = sign_in(alice)
    assert "Télécharger mes données" in client.get("/account/data").page.text

    answer = client.post("/account/data")

    files = zipfile.ZipFile(io.BytesIO(answer.data))
    assert answer.mimetype == "application/zip"
    assert alice.reference in answer.headers["Content-Disposition"]
    assert json.loads(files.read("data.json"))["person"][0]["email"] == "alice@lens.example"
    assert {"data.json", "person.csv", "device.csv"} <= set(files.namelist())
    assert "data_exported" in db.scalars(select(AuditEntry.action)).all()


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.post("/account/data").location.startswith("/login")
