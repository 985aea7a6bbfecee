import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.queries import get_person
from shared_services.attendance.models import What
from shared_services.core.audit import AuditEntry
from shared_services.core.database import transaction
from shared_services.evidence.operations import issue_convocation, issue_programme
from shared_services.network.models import HubIdentity
from tests.support.attendance import half_days
from tests.support.bookings import book
from tests.support.evidence import correct, hold, issue
from tests.support.makers import MONDAY, make_hub, make_manager, make_offer, make_session
from tests.support.queries import count_queries


@pytest.fixture
def address(session):
    return f"/manage/sessions/{session.id}/papers"


@pytest.fixture
def after(session):
    return session.ends_at + timedelta(days=1)


class TestPage:
    def test_before_the_session_it_says_what_comes_when(self, address, alice, manager, sign_in):
        text = sign_in(manager).get(address).page.text

        assert "Feuille d'émargement à signer" in text
        assert "viennent une fois la feuille de présence close" in text

    def test_one_button_makes_what_is_missing_and_says_how_many(self, address, alice, manager, sign_in):
        browser = sign_in(manager)
        answer = browser.post(address)
        assert "3 papiers sont faits." in browser.get(answer.location).page.text

        answer = browser.post(address)
        assert "étaient déjà faits" in browser.get(answer.location).page.text

    def test_a_hub_without_identity_is_told_what_is_missing(self, hub, address, alice, manager, sign_in):
        with transaction() as db:
            db.get_one(HubIdentity, hub.id).siret = None

        page = sign_in(manager).get(address).page

        assert "Complétez l'identité du hub : il manque le SIRET." in page.text
        assert f"/manage/{hub.id}/identity" in page.html

    def test_a_trainer_is_told_but_led_nowhere(self, hub, address, alice, trainer, sign_in):
        with transaction() as db:
            db.get_one(HubIdentity, hub.id).siret = None

        page = sign_in(trainer).get(address).page

        assert "il manque le SIRET." in page.text
        assert f"/manage/{hub.id}/identity" not in page.html

    def test_a_certificate_that_a_correction_made_wrong_is_to_be_replaced(
        self, session, address, alice, trainer, after, sign_in, at
    ):
        hold(session, by=trainer, came=[alice])
        with at(after):
            browser = sign_in(trainer)
            browser.post(address)
            assert "NORD-2027-000001" in browser.get(address).page.text
            correct(session, half_days(session)[0], alice, What.ABSENT, by=trainer, now=after)
            assert "À remplacer" in browser.get(address).page.text
            browser.post(address)
            text = browser.get(address).page.text

        assert "À remplacer" not in text
        assert "version 2" in text

    def test_more_people_cost_no_more_queries(self, session, address, alice, manager, sign_in):
        browser = sign_in(manager)
        browser.get(address)
        with count_queries() as few:
            browser.get(address)
        for _number in range(5):
            book(session)
        with count_queries() as many:
            browser.get(address)

        assert len(many) == len(few)


class TestFiles:
    def test_the_sheet_to_sign_is_a_pdf_with_a_plain_name(self, address, alice, trainer, sign_in):
        answer = sign_in(trainer).get(f"{address}/sheet.pdf")

        assert answer.data.startswith(b"%PDF-")
        assert "2027-02-02_feuille-d-emargement_v1.pdf" in answer.headers["Content-Disposition"]

    def test_the_signed_sheet_waits_for_the_closing(self, address, alice, trainer, sign_in):
        answer = sign_in(trainer).get(f"{address}/signed-sheet.pdf")

        assert answer.status_code == 409
        assert "n'est pas encore close" in answer.page.text

    def test_any_version_stays_readable(self, session, address, alice, manager, sign_in):
        first = issue(issue_convocation, session, alice, now=MONDAY)
        content = first.content

        assert sign_in(manager).get(f"{address}/{first.id}.pdf").data == content

    def test_a_paper_of_another_session_is_not_there(self, hub, address, manager, sign_in):
        other = make_session(make_offer(hub))
        paper = issue(issue_programme, other, now=MONDAY)

        assert sign_in(manager).get(f"{address}/{paper.id}.pdf").status_code == 404

    def test_the_folder_holds_what_was_missing_and_leaves_a_line_in_the_trail(
        self, db, session, address, alice, trainer, after, sign_in, at
    ):
        hold(session, by=trainer, came=[alice])
        with at(after):
            answer = sign_in(trainer).get(f"{address}/folder.zip")

        with zipfile.ZipFile(io.BytesIO(answer.data)) as folder:
            names = folder.namelist()
        assert any("certificat-de-realisation_durand-alice" in name for name in names)
        assert db.scalars(select(AuditEntry).where(AuditEntry.action == "folder_taken")).one()

    @pytest.mark.parametrize("what", ["", "/folder.zip", "/sheet.pdf", "/programme.pdf", "/1.pdf"])
    def test_managers_of_other_hubs_are_refused(self, address, alice, what, sign_in):
        assert sign_in(make_manager(make_hub())).get(address + what).status_code == 403

    def test_participants_are_refused(self, address, alice, sign_in, db):
        assert sign_in(get_person(db, alice.person_id)).get(address).status_code == 403
