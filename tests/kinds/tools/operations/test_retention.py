from datetime import date, timedelta

import pytest
from sqlalchemy import select

from shared_services.booking.queries import get_booking
from shared_services.core.database import read_session
from shared_services.core.pictures import Picture
from shared_services.evidence.jobs import delete_old_papers
from shared_services.kinds.tools.loans.models import LoanPhoto
from shared_services.kinds.tools.models import UnitState
from shared_services.kinds.tools.operations import Return, hand_over, set_state, take_back
from shared_services.kinds.tools.queries import list_units_of
from shared_services.network.models import Hub
from shared_services.papers.models import Paper, PaperKind
from tests.support.bookings import do
from tests.support.makers import local, make_manager, make_person
from tests.support.tools import borrow, make_tool, make_unit

OUT, BACK = local(date(2027, 2, 2), 10), local(date(2027, 2, 4), 10)
DUE = local(date(2027, 2, 4), 17)
FIVE_YEARS = timedelta(days=1827)
PHOTO = Picture(b"RIFF", 4, 3)


@pytest.fixture
def tool(db):
    tool = make_tool(units=0)
    for label in ("TAB-1", "TAB-2"):
        make_unit(tool, label)
    return tool


@pytest.fixture
def loan(tool):
    loan = borrow(tool, make_person("Zoé", "Bert"), units=2)
    do(hand_over, loan, ["TAB-1"], photo=PHOTO, by=make_person(), now=OUT)
    do(hand_over, loan, ["TAB-2"], by=make_person(), now=OUT)
    return loan


def unit_of(tool, label):
    return next(unit for unit in list_units_of(read_session(), [tool.id]) if unit.label == label)


def bring_back(tool, loan, *labels, now=BACK):
    do(take_back, loan, {unit_of(tool, label).id: Return() for label in labels}, by=make_person(), now=now)


def papers(db):
    db.expire_all()
    return list(db.scalars(select(Paper).where(Paper.kind == PaperKind.LOAN_AGREEMENT).order_by(Paper.id)))


def test_five_years_after_the_loan_ended_every_version_is_emptied(db, tool, loan):
    bring_back(tool, loan, "TAB-1", "TAB-2")
    before = [(one.number, one.sha256) for one in papers(db)]

    assert delete_old_papers(DUE + FIVE_YEARS - timedelta(hours=1)) == 0
    assert delete_old_papers(DUE + FIVE_YEARS + timedelta(hours=1)) == 2
    assert [one.content for one in papers(db)] == [b"", b""]
    assert [(one.number, one.sha256) for one in papers(db)] == before
    assert {one.deleted_on for one in papers(db)} == {date(2032, 2, 5)}
    assert db.scalars(select(LoanPhoto)).all() == []
    assert delete_old_papers(DUE + FIVE_YEARS + timedelta(days=1)) == 0


def test_brought_back_late_it_ended_that_day(db, tool, loan):
    bring_back(tool, loan, "TAB-1")
    late = BACK + timedelta(days=40)
    bring_back(tool, loan, "TAB-2", now=late)

    assert delete_old_papers(late + FIVE_YEARS - timedelta(hours=1)) == 0
    assert delete_old_papers(late + FIVE_YEARS + timedelta(hours=1)) == 2


def test_what_is_still_out_keeps_its_agreement_unless_it_is_lost(db, tool, loan):
    bring_back(tool, loan, "TAB-1")
    assert delete_old_papers(DUE + 2 * FIVE_YEARS) == 0

    do(
        set_state,
        unit_of(tool, "TAB-2"),
        UnitState.LOST,
        reason="Introuvable",
        by=make_person(),
        now=DUE + timedelta(days=30),
    )
    assert delete_old_papers(DUE + FIVE_YEARS + timedelta(hours=1)) == 2


def test_the_loan_says_that_its_agreement_is_gone(db, sign_in, tool, loan, at):
    bring_back(tool, loan, "TAB-1", "TAB-2")
    then = DUE + FIVE_YEARS + timedelta(days=1)
    delete_old_papers(then)

    with at(then):
        manager = sign_in(make_manager(db.get(Hub, tool.hub_id)))
        file = manager.get(f"/tools/loans/{loan.reference}/agreement.pdf")
        page = manager.get(f"/manage/loans/{loan.reference}").page
        hers = sign_in(get_booking(db, loan.reference).person).get(f"/tools/loans/{loan.reference}").page
    assert file.status_code == 410
    for shown in (page, hers):
        assert "Télécharger la convention (PDF)" not in shown.links
        assert "fichier supprimé le" in shown.text
