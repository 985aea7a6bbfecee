import io
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from shared_services.core.audit import AuditEntry
from tests.support.bookings import book
from tests.support.makers import make_hub, make_manager, make_offer, make_person, make_session, make_trainer


@pytest.fixture
def hub(db):
    return make_hub("Hub Artois")


@pytest.fixture
def browser(hub, sign_in):
    return sign_in(make_manager(hub))


def acts(db):
    return list(db.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


class TestExportOfARoster:
    def test_a_csv_that_computes_nothing_with_a_name_that_says_what_it_is(self, hub, browser, db):
        session = make_session(make_offer(hub, title="Premiers pas"))
        book(session, make_person("Zoé", "Abel", phone="+33 6 12 34 56 78"))

        answer = browser.post(f"/manage/dates/{session.id}/export", data={"format": "csv"})

        assert 'filename="inscrits-premiers-pas-2027-02-02.csv"' in answer.headers["Content-Disposition"]
        assert ";Abel;Zoé;" in answer.text
        assert ";'+33 6 12 34 56 78;" in answer.text
        assert acts(db)[-1] == "exported"

    def test_a_trainer_takes_no_file_away(self, hub, sign_in):
        session = make_session(make_offer(hub))

        assert sign_in(make_trainer(hub)).post(f"/manage/dates/{session.id}/export").status_code == 403


class TestExportOfAPeriod:
    def test_both_days_are_included_and_other_hubs_are_not(self, hub, browser, db):
        for day in (date(2027, 1, 31), date(2027, 2, 1), date(2027, 2, 28), date(2027, 3, 1)):
            book(make_session(make_offer(hub, title=f"Le {day}"), starts_on=day))
        book(make_session(make_offer(make_hub(), title="Ailleurs"), starts_on=date(2027, 2, 2)))

        period = {"since": "01/02/2027", "until": "28/02/2027", "format": "xlsx"}
        answer = browser.post(f"/manage/{hub.id}/exports", data=period)

        rows = load_workbook(io.BytesIO(answer.data)).active.iter_rows(min_row=2, values_only=True)
        assert [row[11] for row in rows] == ["Le 2027-02-01", "Le 2027-02-28"]
        entry = db.scalars(select(AuditEntry).where(AuditEntry.action == "bookings_exported")).one()
        assert entry.details == {"lines": 2, "since": "2027-02-01", "until": "2027-02-28"}

    def test_a_period_upside_down_is_refused_beside_its_field(self, hub, browser):
        answer = browser.post(
            f"/manage/{hub.id}/exports", data={"since": "02/02/2027", "until": "01/02/2027"}
        )

        assert answer.status_code == 422
        assert "La fin est avant le début." in answer.page.text

    def test_three_months_on_both_sides_are_proposed(self, hub, browser):
        page = browser.get(f"/manage/{hub.id}/exports").page

        assert [field.get("value") for field in page.all("input") if field.get("type") == "date"] == [
            "2026-10-06",
            "2027-04-04",
        ]
