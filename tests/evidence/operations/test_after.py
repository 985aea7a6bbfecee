from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from shared_services.accounts.queries import get_person
from shared_services.attendance.models import What
from shared_services.attendance.operations import Tick
from shared_services.core.database import transaction
from shared_services.evidence.errors import IdentityMissing, NeverCame, SheetNotClosed
from shared_services.evidence.models import Certificate
from shared_services.evidence.operations import (
    issue_certificate,
    issue_signed_sheet,
    issue_statement,
    review_certificate,
)
from shared_services.evidence.queries import find_certificate_of
from shared_services.network.models import HubIdentity
from shared_services.papers.models import PaperKind
from shared_services.papers.queries import list_versions
from tests.support.attendance import half_days, sign, tick
from tests.support.bookings import book
from tests.support.evidence import (
    correct,
    hold,
    issue,
    make_identity,
    squeezed,
    text_of,
    told_of,
    unsaid,
)
from tests.support.makers import (
    count,
    make_hub,
    make_offer,
    make_person,
    make_session,
    make_trainer,
    saved,
)


@pytest.fixture
def after(session):
    return session.ends_at + timedelta(days=1)


class TestCertificate:
    def test_it_says_what_the_ministry_s_model_asks(self, session, alice, trainer, after, tmp_path):
        hold(session, by=trainer, came=[alice])
        paper = issue(issue_certificate, session, alice, now=after)
        text = text_of(paper.content, tmp_path)

        for said in (
            "Certificat de réalisation",
            "N° NORD-2027-000001, version 1",
            "Zoé Bert, directrice",
            "Association Hub du Nord",
            "Durand",
            "Alice",
            "Médiathèque de Lens",
            "Premiers pas avec Pix",
            "Action de formation",
            "le mardi 2 février 2027",
            "6 h",
            "pièces justificatives",
            "/verify/NORD-2027-000001?version=1",
            "Signature et cachet",
            "Fait le mercredi 3 février 2027",
        ):
            assert squeezed(said) in text, said

    def test_it_is_tagged_for_screen_readers(self, session, alice, trainer, after, tmp_path):
        hold(session, by=trainer, came=[alice])
        paper = issue(issue_certificate, session, alice, now=after)

        assert "Tagged:          yes" in told_of(paper.content, tmp_path)
        assert b"pdfuaid" in paper.content

    def test_hours_are_those_of_presence_not_of_the_booking(
        self, db, session, alice, bob, trainer, after, tmp_path
    ):
        _morning, afternoon = half_days(session)
        hold(session, by=trainer, came=[alice, bob])
        correct(session, afternoon, alice, What.ABSENT, by=trainer, now=after)

        text = text_of(issue(issue_certificate, session, alice, now=after).content, tmp_path)

        assert squeezed("Durée suivie 3 h") in text
        assert squeezed("Durée prévue 6 h") in text

    def test_numbers_follow_each_other_by_hub_and_year(self, session, hub, alice, bob, trainer, after):
        hold(session, by=trainer, came=[alice, bob])
        other = make_hub()
        make_identity(other, "SUD")
        there = make_session(make_offer(other))
        carol, teacher = book(there), make_trainer(other)
        hold(there, by=teacher, came=[carol])

        numbers = [
            issue(issue_certificate, session, alice, now=after).subject,
            issue(issue_certificate, there, carol, now=after).subject,
            issue(issue_certificate, session, bob, now=after + timedelta(days=360)).subject,
        ]

        assert numbers == ["NORD-2027-000001", "SUD-2027-000001", "NORD-2028-000001"]

    def test_not_before_the_sheet_is_closed(self, db, session, alice, after):
        with pytest.raises(SheetNotClosed):
            issue(issue_certificate, session, alice, now=after)
        assert count(db, Certificate) == 0

    def test_nobody_who_never_came_has_one(self, db, session, alice, bob, trainer, after):
        hold(session, by=trainer, came=[alice], away=[bob])

        with pytest.raises(NeverCame):
            issue(issue_certificate, session, bob, now=after)
        assert count(db, Certificate) == 0

    def test_a_hub_without_siret_makes_none(self, db, hub, session, alice, trainer, after):
        hold(session, by=trainer, came=[alice])
        with transaction() as writing:
            writing.get_one(HubIdentity, hub.id).siret = None

        with pytest.raises(IdentityMissing):
            issue(issue_certificate, session, alice, now=after)
        assert count(db, Certificate) == 0

    def test_asked_again_it_is_the_same_file_whatever_changed_but_the_hours(
        self, db, session, alice, trainer, after
    ):
        hold(session, by=trainer, came=[alice])
        first = issue(issue_certificate, session, alice, now=after)
        with transaction() as writing:
            get_person(writing, alice.person_id).last_name = "Autre"

        again = issue(issue_certificate, session, alice, now=after + timedelta(days=90))

        assert again.id == first.id
        assert find_certificate_of(db, alice.id).issued_at == after

    def test_corrected_hours_make_version_2_of_the_same_number(
        self, db, session, alice, trainer, after, tmp_path
    ):
        hold(session, by=trainer, came=[alice])
        first = issue(issue_certificate, session, alice, now=after)
        correct(session, half_days(session)[0], alice, What.ABSENT, by=trainer, now=after)
        second = issue(issue_certificate, session, alice, now=after + timedelta(days=1))

        assert (second.subject, second.version) == (first.subject, 2)
        assert unsaid(second.content, tmp_path, "N° NORD-2027-000001, version 2") == []
        found = list_versions(db, PaperKind.CERTIFICATE, first.subject)
        assert [one.replaced_by_id for one in found] == [None, second.id]
        certificate = find_certificate_of(db, alice.id)
        assert (certificate.minutes, certificate.issued_at) == (180, after + timedelta(days=1))

    def test_without_any_hour_left_it_is_withdrawn_and_valid_again_when_that_was_wrong(
        self, db, session, alice, bob, trainer, after
    ):
        hold(session, by=trainer, came=[alice, bob])
        issue(issue_certificate, session, alice, now=after)
        for half_day in half_days(session):
            correct(session, half_day, alice, What.ABSENT, by=trainer, now=after)
        issue(review_certificate, session, alice, now=after)
        assert find_certificate_of(db, alice.id).withdrawn_at == after

        for half_day in half_days(session):
            correct(session, half_day, alice, What.PRESENT, by=trainer, now=after)
        paper = issue(issue_certificate, session, alice, now=after)

        assert find_certificate_of(db, alice.id).withdrawn_at is None
        assert paper.version == 1

    def test_the_database_lets_no_number_be_given_twice(self, db, session, alice, bob, trainer, after):
        hold(session, by=trainer, came=[alice, bob])
        issue(issue_certificate, session, alice, now=after)
        first = find_certificate_of(db, alice.id)
        told = {"hub_name": "H", "title": "T", "first_on": first.first_on, "last_on": first.last_on}

        with pytest.raises(IntegrityError):
            saved(
                Certificate(
                    number=first.number,
                    booking_id=bob.id,
                    minutes=1,
                    sheet_entries=1,
                    initials="B. M.",
                    issued_at=after,
                    **told,
                )
            )

    @pytest.mark.parametrize(
        "name",
        [
            '#include "x"',
            "$x^2$",
            '"] #panic("x") [',
            "a\u202eb",
            "é" * 140,
            "Fête 🎉 中文",
            "<script>",
        ],
    )
    def test_whatever_people_typed_it_is_made(self, hub, trainer, name, after, tmp_path):
        session = make_session(make_offer(hub, title=name))
        person = make_person(name[:80], name[:80])
        booking = book(session, person)
        hold(session, by=trainer, came=[booking])

        text = text_of(issue(issue_certificate, session, booking, now=after).content, tmp_path)

        shown = name.replace("\u202e", "").replace("🎉", "□").replace("中文", "□□")
        assert squeezed(shown)[:20] in text
        assert squeezed("\u202e") not in text


class TestStatement:
    def test_corrected_hours_make_a_new_version(self, session, alice, trainer, after):
        hold(session, by=trainer, came=[alice])
        issue(issue_statement, session, alice, now=after)
        correct(session, half_days(session)[0], alice, What.ABSENT, by=trainer, now=after)

        assert issue(issue_statement, session, alice, now=after).version == 2


class TestSignedSheet:
    def test_it_says_who_said_what_and_when_and_its_seal(
        self, db, session, alice, bob, trainer, after, tmp_path
    ):
        morning = half_days(session)[0]
        sign(session, morning, alice, now=morning.starts_at + timedelta(minutes=2))
        hold(session, by=trainer, came=[alice], away=[bob])
        correct(session, morning, bob, What.PRESENT, by=trainer, now=after)

        paper = issue(issue_signed_sheet, session, now=after)
        text = text_of(paper.content, tmp_path)

        for said in (
            "Durand Alice",
            "Présence : 3 h",
            "Signé en personne",
            "9 h 32",
            "Absence",
            "Close et signée par Tristan Former",
            "Motif : Erreur de saisie",
        ):
            assert squeezed(said) in text, said
        assert squeezed("SHA-256") in text

    def test_at_a_distance_it_says_who_confirmed_the_end(self, db, hub, trainer, tmp_path):
        session = make_session(
            make_offer(hub), place_name="", address="", video_link="https://visio.example/a"
        )
        stayed, left = book(session, make_person("Ana", "Stay")), book(session, make_person("Ida", "Left"))
        morning = half_days(session)[0]
        for one in (stayed, left):
            sign(session, morning, one, now=morning.starts_at + timedelta(minutes=2))
        sign(session, morning, stayed, now=morning.ends_at)
        hold(session, by=trainer, came=[stayed, left])

        paper = issue(issue_signed_sheet, session, now=session.ends_at)
        text = text_of(paper.content, tmp_path)
        assert text.count(squeezed("Fin confirmée en personne à 12 h 30")) == 1
        # in the morning of one, in the afternoons of both
        assert text.count(squeezed("Fin non confirmée")) == 3

    def test_what_was_said_since_makes_a_new_version_and_nothing_else_does(
        self, session, alice, trainer, after
    ):
        hold(session, by=trainer, came=[alice])
        first = issue(issue_signed_sheet, session, now=after)
        with transaction() as db:
            get_person(db, alice.person_id).last_name = "Erased"
        assert issue(issue_signed_sheet, session, now=after).id == first.id

        correct(session, half_days(session)[0], alice, What.ABSENT, by=trainer, now=after)
        assert issue(issue_signed_sheet, session, now=after).version == 2

    def test_not_before_it_is_closed(self, session, alice, trainer):
        tick(session, half_days(session)[0], Tick(alice.id, What.PRESENT), by=trainer)

        with pytest.raises(SheetNotClosed):
            issue(issue_signed_sheet, session, now=session.ends_at)
