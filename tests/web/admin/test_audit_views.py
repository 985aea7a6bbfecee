import csv
import io

import pytest
from sqlalchemy import select

from shared_services.core import audit
from shared_services.core.audit import AuditEntry
from shared_services.core.database import transaction
from tests.support import makers
from tests.support.bookings import book, cancel
from tests.support.makers import LONG_AGO, MONDAY
from tests.support.queries import count_queries


@pytest.fixture
def client(sign_in):
    return sign_in(makers.make_admin())


def note(subject, action, *, by=None, now=MONDAY, **given):
    with transaction() as db:
        audit.record(db, subject, action, by=by, now=now, **given)


def said(client, query=""):
    return client.get(f"/admin/audit{query}").page.text


class TestSearch:
    def test_acts_are_told_in_sentences(self, client):
        person = makers.make_person("Lila", "Roux")
        booking = book(makers.make_session(makers.make_offer(title="Découvrir Pix")), person)

        text = said(client)

        assert f"Lila Roux a réservé : {booking.reference} · Découvrir Pix" in text

    def test_by_person_by_subject_by_action_and_by_day(self, client):
        lila, omar = makers.make_person("Lila", "Roux"), makers.make_person("Omar", "Sy")
        session = makers.make_session(makers.make_offer(title="Découvrir Pix"))
        hers, his = book(session, lila), book(session, omar)
        cancel(his, by=omar)
        note(makers.make_organisation("Maison de Liévin"), "created", by=omar, now=LONG_AGO)

        assert "Omar Sy" not in said(client, "?person=roux")
        assert hers.reference in said(client, f"?person={lila.reference.lower()}")
        assert "Lila Roux" not in said(client, f"?subject={his.reference}")
        only_cancelled = said(client, "?kind=booking&action=cancelled")
        assert "a annulé la réservation" in only_cancelled
        assert "a réservé :" not in only_cancelled
        assert "a proposé la structure : Maison de Liévin" in said(client, "?subject=lievin")
        before = said(client, f"?until={LONG_AGO:%d/%m/%Y}")
        assert "Maison de Liévin" in before
        assert "a réservé :" not in before
        assert "Aucun acte" in said(client, "?person=introuvable")

    def test_a_day_that_does_not_exist_is_said_beside_the_field(self, client):
        answer = client.get("/admin/audit?since=31/02/2027&person=Lila")

        assert answer.status_code == 422
        assert answer.page.with_class("field-error")
        assert answer.page.values()["person"] == "Lila"

    def test_pages_follow_the_last_line_seen(self, client):
        hub = makers.make_hub("Hub bavard")
        for number in range(60):
            note(hub, "edited", reason=f"retouche {number:02d}")

        first = client.get("/admin/audit?kind=hub").page
        second = client.get(first.links["Actes plus anciens"]).page

        assert "retouche 59" in first.text
        assert "retouche 09" in second.text
        assert "retouche 10" not in second.text
        assert "Actes plus anciens" not in second.links

    def test_what_has_no_words_or_no_name_any_more_is_still_told(self, client, db):
        db_entry = AuditEntry(at=MONDAY, subject_kind="booking", subject_id=999_999, action="juggled")
        makers.saved(db_entry)

        assert "La plateforme a modifié : Réservation n° 999999" in said(client)

    def test_the_list_costs_the_same_whatever_its_length(self, client):
        session = makers.make_session()
        book(session)
        with count_queries() as few:
            client.get("/admin/audit")
        for _ in range(6):
            book(session)
        with count_queries() as many:
            client.get("/admin/audit")

        assert len(many) == len(few)


class TestWhoLooked:
    def test_a_search_and_an_export_are_written_down(self, client, db):
        client.get("/admin/audit")
        client.get("/admin/audit?person=Lila&kind=booking")
        client.get("/admin/audit.csv?person=Lila")

        looks = db.scalars(
            select(AuditEntry).where(AuditEntry.action.like("audit_%")).order_by(AuditEntry.id)
        )
        assert [(look.action, look.details) for look in looks] == [
            ("audit_searched", {"person": "Lila", "kind": "booking"}),
            ("audit_exported", {"person": "Lila"}),
        ]


class TestExport:
    def test_no_cell_is_a_formula(self, client):
        note(makers.make_hub("=cmd|' /C calc'!A0"), "edited", reason="@SUM(1)")

        answer = client.get("/admin/audit.csv?kind=hub")

        rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))
        assert rows[0][:2] == ["Date", "Qui"]
        assert rows[1][4].startswith("'=cmd")
        assert rows[1][7] == "'@SUM(1)"
        assert rows[1][0].startswith("2027-01-04T09:00:00+01:00")


def test_every_act_written_by_the_code_has_words():
    import re

    from shared_services.web.admin.audit_words import ACTS
    from tests.conftest import ROOT

    known = {action for _kind, action in ACTS}
    written = set()
    for path in (ROOT / "shared_services").rglob("*.py"):
        for call in re.findall(r"(?:audit\.record|_record)\(([^)]*)\)", path.read_text()):
            written |= set(re.findall(r'"([a-z_]+)"', call.split("details")[0].split("moved")[0])[:2])
    assert written - known - {"audit_search"} == set()
