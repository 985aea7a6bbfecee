from datetime import timedelta

import pytest

from shared_services.catalogue.errors import OfferNotShown, ReportClosed
from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.reports.models import ReportKind, ReportOutcome
from shared_services.catalogue.reports.operations import (
    KEPT,
    Reported,
    close_report,
    confirm_offer,
    forget_reports,
    report_offer,
)
from shared_services.catalogue.reports.queries import RISES_AT, list_open_reports, list_risen_reports
from shared_services.core.errors import NotFound
from tests.kinds.trainings.test_messages import mail, words
from tests.support.bookings import do
from tests.support.makers import MONDAY, kinds_posted, make_admin, make_offer, make_person


def report(offer, kind=ReportKind.OUTDATED, *, person=None, **given):
    return do(report_offer, offer, Reported(kind=kind, **given), person=person)


class TestReporting:
    def test_the_hub_is_told_and_sees_it(self, db, hub, offer):
        found = report(offer, words="Le prix a changé.")

        assert list_open_reports(db, hub.id) == [found]
        assert "Le prix a changé." in words(mail(db, "offer_reported"))
        assert list_risen_reports(db) == []

    def test_what_is_inappropriate_goes_to_the_admins_too(self, db, offer):
        make_admin()

        report(offer, ReportKind.INAPPROPRIATE)

        assert kinds_posted(db) == ["offer_reported"] * 2
        assert len(list_risen_reports(db)) == 1

    def test_the_third_on_one_offer_too_and_once(self, db, offer):
        make_admin()
        for number in range(4):
            report(offer, person=make_person())
            assert len(list_risen_reports(db)) == (number + 1 if number >= 2 else 0)

        assert kinds_posted(db) == ["offer_reported"] * 5

    def test_one_person_alone_does_not_raise_an_alarm_nor_do_people_without_address(self, db, offer):
        make_admin()
        person = make_person()
        for _ in range(RISES_AT):
            report(offer, person=person)
            report(offer)

        assert list_risen_reports(db) == []
        report(offer, email="lea@test.example")
        assert len(list_risen_reports(db)) == 2 * RISES_AT + 1

    @pytest.mark.parametrize("status", [OfferStatus.DRAFT, OfferStatus.SUSPENDED])
    def test_only_what_readers_see(self, db, status):
        with pytest.raises(NotFound):
            report(make_offer(status=status))


class TestAnswering:
    def test_who_left_an_address_is_told_in_her_language(self, db, offer):
        found = report(offer, email="lea@test.example", locale="en")

        do(close_report, found, ReportOutcome.CORRECTED, answer="Fixed, thank you.", by=make_person())

        letter = mail(db, "report_closed", "en")
        assert letter["To"] == "lea@test.example"
        assert "Fixed, thank you." in words(letter)

    def test_who_left_none_is_not(self, db, offer):
        do(close_report, report(offer), ReportOutcome.UNJUSTIFIED, answer="", by=make_person())

        assert kinds_posted(db) == ["offer_reported"]

    def test_once(self, db, offer):
        found = report(offer)
        do(close_report, found, ReportOutcome.CORRECTED, answer="", by=make_person())

        with pytest.raises(ReportClosed):
            do(close_report, found, ReportOutcome.UNJUSTIFIED, answer="", by=make_person())

    def test_it_is_forgotten_a_year_later(self, db, hub, offer):
        do(close_report, report(offer), ReportOutcome.CORRECTED, answer="", by=make_person())
        report(offer)

        assert forget_reports(db, now=MONDAY + KEPT - timedelta(seconds=1)) == 0
        assert forget_reports(db, now=MONDAY + KEPT) == 1
        assert len(list_open_reports(db, hub.id)) == 1


def test_only_what_is_in_the_catalogue_is_said_to_be_true(db, offer):
    assert do(confirm_offer, offer, by=make_person()).checked_at == MONDAY

    with pytest.raises(OfferNotShown):
        do(confirm_offer, make_offer(status=OfferStatus.DRAFT), by=make_person())
