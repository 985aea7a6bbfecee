from datetime import date

import pytest

from shared_services.booking.periods import Period
from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.operations import withdraw_offer
from shared_services.core.database import transaction
from shared_services.kinds.tools.days import slots_of
from shared_services.kinds.tools.errors import LoansToCome
from shared_services.kinds.tools.operations import (
    LoanRules,
    ToolText,
    change_rules,
    remove_manual,
    set_manual,
    write_tool,
)
from shared_services.kinds.tools.queries import find_manual, get_tool_of
from tests.support.bookings import book, cancel, do
from tests.support.makers import MONDAY, local, make_hub, make_person
from tests.support.tools import RULES, TEXT, make_tool, make_tool_offer

REST = {
    "condition": "",
    "audience": "",
    "price_cents": 0,
    "replacement_cents": None,
    "deposit_cents": 0,
    "accessibility_contact": "",
    "theme_ids": (1,),
}
WRITTEN = ToolText(**TEXT, **REST)


def test_a_new_tool_is_a_draft_of_its_hub_with_nothing_to_lend_yet(db):
    hub = make_hub(time_zone="Indian/Reunion")

    with transaction() as session:
        offer = write_tool(session, hub.id, WRITTEN, LoanRules(**RULES), by=make_person(), now=MONDAY)
        offer_id = offer.id

    tool = get_tool_of(db, offer_id)
    assert (offer.status, offer.dates_each, tool.capacity, tool.time_zone) == (
        OfferStatus.DRAFT,
        0,
        0,
        "Indian/Reunion",
    )
    assert " tablettes " in offer.search_text


def test_the_rules_change_at_any_time(db):
    tool = make_tool()

    do(change_rules, tool, LoanRules(**RULES | {"most_days": 30, "horizon_days": 400}), by=make_person())

    assert (tool.most_days, tool.horizon_days) == (30, 400)


def test_a_tool_that_somebody_counts_on_is_not_withdrawn(db):
    offer = make_tool_offer()
    tool = make_tool(offer=offer)
    first, last = date(2027, 2, 2), date(2027, 2, 4)
    loan = Period(slots=slots_of(first, last), starts_at=local(first, 9), ends_at=local(last, 17))
    booking = book(tool, period=loan)

    with pytest.raises(LoansToCome):
        do(withdraw_offer, offer, by=make_person())
    cancel(booking)
    do(withdraw_offer, offer, by=make_person())

    assert offer.status == OfferStatus.DRAFT


def test_a_manual_is_replaced_and_removed(db):
    offer, person = make_tool_offer(), make_person()

    do(set_manual, offer, "a.pdf", b"%PDF-1", by=person)
    do(set_manual, offer, "b.pdf", b"%PDF-2", by=person)
    found = find_manual(db, offer.id)
    assert (found.name, found.content) == ("b.pdf", b"%PDF-2")
    do(remove_manual, offer, by=person)

    assert find_manual(db, offer.id) is None
