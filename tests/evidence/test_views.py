from datetime import timedelta

import pytest

from shared_services.accounts.queries import get_person
from shared_services.core.database import transaction
from shared_services.evidence.queries import find_certificate_of
from shared_services.network.models import HubIdentity
from tests.support.bookings import cancel
from tests.support.evidence import hold
from tests.support.makers import make_manager, make_person


@pytest.fixture
def hers(db, alice, sign_in):
    """She signs in now."""
    return lambda: sign_in(get_person(db, alice.person_id))


@pytest.fixture
def browser(hers):
    return hers()


@pytest.fixture
def address(alice):
    return f"/bookings/{alice.reference}/papers"


@pytest.fixture
def after(session):
    return session.ends_at + timedelta(days=1)


class TestMine:
    def test_her_booking_leads_to_her_papers(self, alice, address, browser):
        assert address in browser.get(f"/bookings/{alice.reference}").page.html

    def test_once_confirmed_the_convocation_is_there(self, address, browser):
        page = browser.get(address).page

        assert "Télécharger la convocation" in page.text
        assert "Ils viennent après la formation" in page.text
        assert browser.get(f"{address}/convocation.pdf").data.startswith(b"%PDF-")

    def test_once_the_sheet_is_closed_certificate_and_statement_are_there(
        self, db, session, alice, trainer, address, hers, after, at
    ):
        hold(session, by=trainer, came=[alice])
        with at(after):
            browser = hers()
            text = browser.get(address).page.text
            assert "6 h suivies" in text
            assert "Télécharger la convocation" not in text
            assert browser.get(f"{address}/certificate.pdf").data.startswith(b"%PDF-")
            assert browser.get(f"{address}/statement.pdf").data.startswith(b"%PDF-")
            assert "N° NORD-2027-000001." in browser.get(address).page.text

        assert find_certificate_of(db, alice.id).number == "NORD-2027-000001"

    def test_too_early_she_is_told_why(self, address, browser):
        answer = browser.get(f"{address}/certificate.pdf")

        assert answer.status_code == 409
        assert "n'est pas encore close" in answer.page.text

    def test_whoever_was_away_is_told_whom_to_ask(
        self, session, alice, trainer, hub, address, hers, after, at
    ):
        hold(session, by=trainer, came=[], away=[alice])
        with at(after):
            browser = hers()
            text = browser.get(address).page.text

        assert "Aucune heure de présence n'est notée pour vous." in text
        assert hub.email in text

    def test_a_hub_that_is_not_ready_is_named(self, session, alice, trainer, hub, address, hers, after, at):
        hold(session, by=trainer, came=[alice])
        with transaction() as db:
            db.delete(db.get_one(HubIdentity, hub.id))
        with at(after):
            browser = hers()
            text = browser.get(address).page.text

        assert "Le hub doit d'abord compléter son identité." in text

    def test_a_cancelled_place_has_none(self, alice, address, browser):
        cancel(alice)

        assert "avec une place confirmée" in browser.get(address).page.text

    @pytest.mark.parametrize("what", ["", "/convocation.pdf", "/certificate.pdf"])
    def test_nobody_else_takes_them(self, hub, address, what, sign_in):
        assert sign_in(make_person()).get(address + what).status_code == 403
        assert sign_in(make_manager(hub)).get(address + what).status_code == 403
