import pytest
from sqlalchemy import select

from shared_services.booking.models import Booking, Hold
from shared_services.booking.queries import list_required
from shared_services.kinds.tools.loans.models import LendingRules, LoanUnit
from shared_services.kinds.tools.loans.pages import board
from shared_services.kinds.tools.models import Tool
from shared_services.kinds.tools.suspensions.models import LendingSuspension
from shared_services.network.models import Hub
from shared_services.papers.models import Paper, PaperKind
from tests.support.makers import MONDAY

pytestmark = pytest.mark.once


def test_the_board_has_something_late_something_out_and_something_kept(db, loaded):
    loaded()
    of_tools = select(Hub).join(Tool, Tool.hub_id == Hub.id).join(Hold, Hold.bookable_id == Tool.id)
    hub = db.scalars(of_tools).first()

    page = board(db, hub.id, now=MONDAY)

    assert len(page.late) == 1
    assert len(page.late) + len(page.later) + len(page.due) == 2
    assert [tool for tool, _kept in page.kept] == ["Chariot de douze ordinateurs portables"]


def test_who_is_far_too_late_is_suspended_and_asked_for_another_look(db, loaded):
    loaded()

    suspension = db.scalars(select(LendingSuspension)).one()
    rules = db.get(LendingRules, suspension.hub_id)
    assert suspension.is_appealed
    assert suspension.days_late > rules.late_days
    assert suspension.suspended_at < suspension.appealed_at < MONDAY


def test_each_loan_that_is_out_has_its_agreement(db, loaded):
    loaded(scale=2)

    out = select(Booking.reference).join(LoanUnit, LoanUnit.booking_id == Booking.id)
    of_loans = select(Paper.subject).where(Paper.kind == PaperKind.LOAN_AGREEMENT)
    assert set(db.scalars(out)) == set(db.scalars(of_loans))


def test_a_session_requires_a_kit(db, loaded):
    loaded()

    held = db.scalars(select(Hold).join(Tool, Tool.id == Hold.bookable_id)).one()
    assert [title for _id, title, _units in list_required(db, held.for_bookable_id)] == [
        "Chariot de douze ordinateurs portables"
    ]
