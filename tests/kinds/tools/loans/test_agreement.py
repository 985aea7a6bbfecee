from datetime import date

import pytest

from shared_services.booking.queries import get_booking
from shared_services.core.i18n import force_locale
from shared_services.kinds.tools.loans.agreement import agreement_facts
from shared_services.kinds.tools.loans.queries import list_loan_units
from shared_services.kinds.tools.operations import extend_loan, hand_over
from shared_services.kinds.tools.queries import get_tool
from shared_services.papers.models import PaperKind
from shared_services.papers.queries import find_paper, list_versions
from tests.support.bookings import do
from tests.support.evidence import make_identity
from tests.support.makers import (
    MONDAY,
    local,
    make_affiliation,
    make_hub,
    make_manager,
    make_organisation,
    make_person,
)
from tests.support.tools import borrow, make_tool, make_tool_offer, make_unit

TUESDAY = local(date(2027, 2, 2), 10)
LOAN = PaperKind.LOAN_AGREEMENT


@pytest.fixture
def hub(db):
    return make_hub("Hub Loire")


@pytest.fixture
def tool(hub):
    offer = make_tool_offer(hub, deposit_cents=15000, replacement_cents=32050)
    tool = make_tool(units=0, offer=offer)
    make_unit(tool, "TAB-1", serial_number="SN-77")
    make_unit(tool, "TAB-2")
    return tool


@pytest.fixture
def loan(tool):
    person, organisation = make_person("Zoé", "Bert"), make_organisation("Médiathèque de Lens")
    make_affiliation(person, organisation)
    return borrow(tool, person, units=2)


def given(loan, *labels):
    do(hand_over, loan, labels, state="Complet", by=make_person(), now=TUESDAY)


class TestWhatItSays:
    def test_the_parties_the_units_the_days_and_the_amounts(self, db, hub, tool, loan):
        given(loan, "TAB-1", "TAB-2")
        booking = get_booking(db, loan.reference)
        units = list_loan_units(db, loan.id)

        with force_locale("fr"):
            said = agreement_facts(db, booking, get_tool(db, tool.id), units, number="CP-1", now=TUESDAY)

        assert [one["name"] for one in said["parties"]] == ["Hub Loire", "Zoé Bert"]
        assert said["what"]["units"] == [["TAB-1", "SN-77", "Complet"], ["TAB-2", "–", "Complet"]]
        terms = dict(said["terms"]["rows"])
        assert terms["Durée"] == "du mardi 2 février 2027 au jeudi 4 février 2027 inclus"
        assert terms["Caution"] == "150\u00a0€"
        assert terms["Valeur d'un exemplaire"] == "320,50\u00a0€"
        assert terms["Prix du prêt"] == "gratuit"
        assert said["maker"]["logo"] is None

    def test_a_hub_that_said_who_it_is_lends_in_its_own_name(self, db, hub, tool, loan):
        make_identity(hub, "LOIR", legal_name="Association Hub Loire", signatory_name="Zoé Bert")
        given(loan, "TAB-1")
        booking, units = get_booking(db, loan.reference), list_loan_units(db, loan.id)

        with force_locale("fr"):
            said = agreement_facts(db, booking, get_tool(db, tool.id), units, number="CP-1", now=TUESDAY)

        lender = said["parties"][0]
        assert lender["name"] == "Association Hub Loire"
        assert lender["rows"][:3] == [
            "Hub Loire",
            "SIRET 73282932000074",
            "représenté par Zoé Bert, directrice",
        ]


class TestWhenItIsMade:
    def test_when_units_leave_and_again_when_others_follow(self, db, loan):
        assert find_paper(db, LOAN, loan.reference) is None
        given(loan, "TAB-1")
        given(loan, "TAB-2")

        assert [one.version for one in list_versions(db, LOAN, loan.reference)] == [2, 1]

    def test_kept_longer_its_dates_are_told_by_the_next_version(self, db, loan):
        given(loan, "TAB-1")
        do(extend_loan, loan, date(2027, 2, 5), by=make_person(), now=TUESDAY)

        assert find_paper(db, LOAN, loan.reference).version == 2

    def test_kept_longer_before_the_pick_up_there_is_nothing_to_replace(self, db, loan):
        do(extend_loan, loan, date(2027, 2, 5), by=make_person(), now=MONDAY)

        assert find_paper(db, LOAN, loan.reference) is None


class TestWhoReadsIt:
    def path(self, loan):
        return f"/tools/loans/{loan.reference}/agreement.pdf"

    def test_the_borrower_and_the_hub_and_nobody_else(self, db, sign_in, hub, loan):
        given(loan, "TAB-1")
        borrower = get_booking(db, loan.reference).person

        for person in (borrower, make_manager(hub)):
            answer = sign_in(person).get(self.path(loan))
            assert answer.mimetype == "application/pdf"
            assert answer.data == find_paper(db, LOAN, loan.reference).content
            assert f"CP-{loan.reference}-1.pdf" in answer.headers["Content-Disposition"]
        assert sign_in(make_person()).get(self.path(loan)).status_code == 403

    def test_before_the_pick_up_there_is_none(self, db, sign_in, loan):
        borrower = get_booking(db, loan.reference).person

        assert sign_in(borrower).get(self.path(loan)).status_code == 404

    def test_both_pages_lead_to_it(self, db, sign_in, hub, loan):
        given(loan, "TAB-1")
        borrower = get_booking(db, loan.reference).person

        hers = sign_in(borrower).get(f"/tools/loans/{loan.reference}").page
        theirs = sign_in(make_manager(hub)).get(f"/manage/loans/{loan.reference}").page

        for page in (hers, theirs):
            assert page.links["Télécharger la convention (PDF)"] == self.path(loan)
