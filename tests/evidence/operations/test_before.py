from datetime import timedelta

import pytest

from shared_services.core.database import transaction
from shared_services.evidence.errors import (
    NotConfirmed,
    SheetAlreadyClosed,
    TooLate,
)
from shared_services.evidence.models import SessionPaper
from shared_services.evidence.operations import (
    issue_convocation,
    issue_programme,
    issue_sheet,
)
from shared_services.kinds.trainings.queries import get_offer, get_session
from shared_services.papers.models import PaperKind
from shared_services.papers.queries import list_versions
from tests.support.bookings import book, cancel
from tests.support.evidence import hold, issue, squeezed, text_of, told_of
from tests.support.makers import MONDAY, make_hub, make_offer, make_person, make_session


def move(session, **by):
    with transaction() as db:
        for half_day in get_session(db, session.id).half_days:
            half_day.starts_at += timedelta(**by)
            half_day.ends_at += timedelta(**by)


class TestConvocation:
    def test_it_says_all_that_one_must_know(self, session, alice, tmp_path):
        paper = issue(issue_convocation, session, alice, now=MONDAY)
        text = text_of(paper.content, tmp_path)

        for said in (
            "Premiers pas avec Pix",
            alice.reference,
            "mardi 2 février 2027, 9 h 30 – 12 h 30",
            "mardi 2 février 2027, 14 h – 17 h",
            "Médiathèque Robert-Cousin, Place Roger-Salengro, 62300 Lens",
            "Parking derrière la gare.",
            "Tristan Former",
            "Inès Caron, 06 12 34 56 78",
            "Un ordinateur.",
            "Savoir ouvrir un navigateur.",
            "Nour Haddad",
            "handicap@nord.example",
            "Matin : découvrir.",
            "Article 1 : on s'écoute.",
            "dimanche 31 janvier 2027 à 9 h 30",
            f"/bookings/{alice.reference}",
            "SIRET 73282932000074",
        ):
            assert squeezed(said) in text, said

    def test_it_is_tagged_for_screen_readers(self, session, alice, tmp_path):
        told = told_of(issue(issue_convocation, session, alice, now=MONDAY).content, tmp_path)

        assert "Tagged:          yes" in told
        assert "Title:           Convocation" in told

    def test_asked_again_it_is_the_same_file(self, db, session, alice):
        first = issue(issue_convocation, session, alice, now=MONDAY)
        again = issue(issue_convocation, session, alice, now=MONDAY + timedelta(days=3))

        assert (again.id, again.sha256) == (first.id, first.sha256)

    def test_other_dates_make_a_new_version_and_the_first_stays_on_file(self, db, session, alice):
        first = issue(issue_convocation, session, alice, now=MONDAY)
        seal = first.sha256
        move(session, hours=1)
        second = issue(issue_convocation, session, alice, now=MONDAY)

        assert second.version == 2
        found = list_versions(db, PaperKind.CONVOCATION, alice.reference)
        assert [(one.version, one.replaced_by_id) for one in found] == [(2, None), (1, second.id)]
        assert found[1].sha256 == seal

    def test_once_it_has_begun_nothing_is_rewritten(self, session, offer, alice):
        first = issue(issue_convocation, session, alice, now=MONDAY)
        with transaction() as db:
            get_offer(db, offer.id).programme = "Tout autre chose."

        assert issue(issue_convocation, session, alice, now=session.starts_at).id == first.id

    def test_none_is_made_up_afterwards(self, session, alice):
        with pytest.raises(TooLate):
            issue(issue_convocation, session, alice, now=session.ends_at)

    def test_only_for_a_place_that_is_sure(self, session, alice):
        cancel(alice)

        with pytest.raises(NotConfirmed):
            issue(issue_convocation, session, alice, now=MONDAY)

    def test_its_file_has_a_plain_name(self, db, session, library):
        booking = book(session, make_person("Zoé", "D'Haësé-Łuk"))
        paper = issue(issue_convocation, session, booking, now=MONDAY)

        name = db.get_one(SessionPaper, paper.id).name
        assert name == f"2027-02-02_convocation_d-haese-luk-zoe_{booking.reference.lower()}_v1.pdf"


class TestProgramme:
    def test_it_says_what_the_offer_says_with_the_dates(self, session, offer, tmp_path):
        text = text_of(issue(issue_programme, session, now=MONDAY).content, tmp_path)

        for said in ("Accompagner une personne", "Exercices à deux.", "Un cas pratique", "6 h", "gratuit"):
            assert squeezed(said) in text, said

    def test_a_changed_offer_makes_a_new_version(self, session, offer):
        issue(issue_programme, session, now=MONDAY)
        with transaction() as db:
            get_offer(db, offer.id).objectives = "Autre chose."

        assert issue(issue_programme, session, now=MONDAY).version == 2

    def test_a_hub_without_identity_has_one_too(self, db, tmp_path):
        session = make_session(make_offer(make_hub("Hub tout neuf")))
        text = text_of(issue(issue_programme, session, now=MONDAY).content, tmp_path)

        assert squeezed("Hub tout neuf") in text


class TestSheet:
    def test_everybody_has_boxes_to_sign(self, session, alice, bob, tmp_path):
        text = text_of(issue(issue_sheet, session, now=MONDAY).content, tmp_path)

        for said in (
            "Durand Alice",
            "Médiathèque de Lens",
            "Martin Bob",
            "Autre personne",
            "Tristan Former",
            "9 h 30 – 12 h 30",
            "Déclaration d'activité n° 32591234559",
            "Établi le lundi 4 janvier 2027",
            "1 / 1",
        ):
            assert squeezed(said) in text, said

    def test_who_came_since_makes_a_new_version(self, session, alice):
        issue(issue_sheet, session, now=MONDAY)
        book(session)

        assert issue(issue_sheet, session, now=MONDAY).version == 2

    def test_not_once_the_signed_one_is_there(self, session, alice, trainer):
        hold(session, by=trainer, came=[alice])

        with pytest.raises(SheetAlreadyClosed):
            issue(issue_sheet, session, now=session.ends_at)
