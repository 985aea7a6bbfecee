from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.catalogue.jobs import ask_whether_still_true, forget_old_reports
from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.reports.operations import confirm_offer
from shared_services.catalogue.reports.queries import AGAIN_AFTER, FRESH_FOR
from shared_services.outbox.models import OutboxMessage
from tests.kinds.trainings.test_messages import mail, words
from tests.support.bookings import do
from tests.support.makers import MONDAY, kinds_posted, make_manager, make_offer, make_person

HALF_A_YEAR = MONDAY + FRESH_FOR


@pytest.fixture
def author(hub):
    return make_manager(hub)


@pytest.fixture
def offer(hub, author):
    return make_offer(hub, author=author, updated_at=MONDAY)


def recipients(db):
    return list(db.scalars(select(OutboxMessage.recipient).order_by(OutboxMessage.id)))


def test_the_author_is_asked_after_half_a_year_once_then_once_more_a_month_later(db, author, offer):
    assert ask_whether_still_true(HALF_A_YEAR - timedelta(seconds=1)) == 0
    assert ask_whether_still_true(HALF_A_YEAR) == 1
    assert ask_whether_still_true(HALF_A_YEAR + timedelta(days=10)) == 0
    assert ask_whether_still_true(HALF_A_YEAR + AGAIN_AFTER) == 1
    assert ask_whether_still_true(HALF_A_YEAR + 3 * AGAIN_AFTER) == 0

    assert recipients(db) == [author.email] * 2


def test_after_an_outage_it_is_still_asked(db, offer):
    assert ask_whether_still_true(HALF_A_YEAR + timedelta(days=12)) == 1
    assert "est-il encore juste" in words(mail(db, "offer_to_check"))


def test_who_left_the_hub_is_not_asked_its_managers_are(db, hub):
    one, other = make_manager(hub), make_manager(hub)
    make_offer(hub, author=make_person(), updated_at=MONDAY)

    assert ask_whether_still_true(HALF_A_YEAR) == 1
    assert ask_whether_still_true(HALF_A_YEAR) == 0

    assert sorted(recipients(db)) == sorted([one.email, other.email])


def test_what_was_confirmed_is_asked_half_a_year_after_that(db, offer):
    do(confirm_offer, offer, by=make_person(), now=MONDAY + timedelta(days=100))

    assert ask_whether_still_true(HALF_A_YEAR) == 0
    assert ask_whether_still_true(HALF_A_YEAR + timedelta(days=100)) == 1


def test_only_what_is_in_the_catalogue(db, hub, author):
    make_offer(hub, author=author, status=OfferStatus.DRAFT, updated_at=MONDAY)

    assert ask_whether_still_true(HALF_A_YEAR) == 0
    assert kinds_posted(db) == []


def test_nothing_to_forget_does_no_harm(db):
    assert forget_old_reports(MONDAY) == 0
