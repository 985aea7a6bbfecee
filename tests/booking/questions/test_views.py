import io

import pytest

from shared_services.booking.messages.rendering import render_confirmed
from shared_services.booking.models import Booking
from shared_services.booking.operations import record_answers
from shared_services.booking.operations.questions import Answers, GivenFile
from shared_services.booking.questions.models import Answer, Question, QuestionKind
from shared_services.core.database import transaction
from tests.support.bookings import book
from tests.support.makers import (
    count,
    make_affiliation,
    make_hub,
    make_manager,
    make_organisation,
    make_person,
    make_session,
    saved,
)

PDF = b"%PDF-1.7 une attestation"


@pytest.fixture
def session(offer):
    return make_session(offer)


def question(offer, label="Quel est votre métier ?", kind=QuestionKind.TEXT, options="", *, is_required=True):
    return saved(
        Question(offer_id=offer.id, label=label, kind=kind, options=options, is_required=is_required)
    )


class TestAsking:
    def test_a_manager_asks_and_takes_back(self, sign_in, db, hub, offer):
        client, path = sign_in(make_manager(hub)), f"/manage/offers/{offer.id}/questions"
        data = {
            "label": "Niveau ?",
            "kind": "choice",
            "options": "Débutant\n\nAvancé\nDébutant",
            "is_required": "y",
        }

        assert client.post(path, data=data).status_code == 303
        asked = db.query(Question).one()
        assert (asked.choices, asked.is_required) == (["Débutant", "Avancé"], True)
        assert "Débutant · Avancé" in client.get(path).page.text

        client.post(f"/manage/questions/{asked.id}/retire")
        assert "Aucune question pour le moment." in client.get(path).page.text

    @pytest.mark.parametrize("options", ["", "Un seul"])
    def test_a_choice_needs_two(self, sign_in, db, hub, offer, options):
        answer = sign_in(make_manager(hub)).post(
            f"/manage/offers/{offer.id}/questions",
            data={"label": "Niveau ?", "kind": "choice", "options": options},
        )

        assert answer.status_code == 422
        assert "Écrivez de 2 à 20 choix, un par ligne." in answer.page.text
        assert count(db, Question) == 0


class TestAnswering:
    def test_with_the_booking_words_a_choice_a_file_and_a_need(
        self, sign_in, db, hub, offer, session, person
    ):
        job = question(offer)
        level = question(offer, "Niveau ?", QuestionKind.CHOICE, "Débutant\nAvancé")
        paper = question(offer, "Attestation", QuestionKind.FILE)
        data = {
            f"question_{job.id}": "Médiatrice",
            f"question_{level.id}": "Avancé",
            f"question_{paper.id}": (io.BytesIO(PDF), "../mon diplôme.pdf"),
            "need": "Une place près de la prise",
            "keeps_need": "y",
        }

        client = sign_in(person)
        answer = client.post(f"/sessions/{session.id}/book", data=data, content_type="multipart/form-data")

        assert answer.status_code == 303
        assert [a.text for a in db.query(Answer).order_by(Answer.question_id)] == [
            "Médiatrice",
            "Avancé",
            "mon_diplome.pdf",
        ]
        text = sign_in(make_manager(hub)).get(f"/manage/sessions/{session.id}").page.text
        assert "Médiatrice" in text
        assert "Une place près de la prise" in text
        assert (
            "Une place près de la prise" in client.get(f"/sessions/{make_session().id}").page.values()["need"]
        )

    def test_a_compulsory_answer_missing_is_said_beside_it_and_nothing_is_booked(
        self, sign_in, db, offer, session, person
    ):
        job, other = question(offer), question(offer, "Et encore ?", is_required=False)

        answer = sign_in(person).post(
            f"/sessions/{session.id}/book", data={f"question_{other.id}": "Rien de plus", "need": "Calme"}
        )

        assert answer.status_code == 422
        assert "Ce champ est à remplir." in answer.page.text
        assert answer.page.values()[f"question_{other.id}"] == "Rien de plus"
        assert answer.page.values()["need"] == "Calme"
        assert f"question_{job.id}-error" in answer.page.html
        assert count(db, Booking) == 0

    def test_a_program_under_another_name_is_refused(self, sign_in, db, offer, session, person):
        paper = question(offer, "Attestation", QuestionKind.FILE)

        answer = sign_in(person).post(
            f"/sessions/{session.id}/book",
            data={f"question_{paper.id}": (io.BytesIO(b"MZ\x90"), "diplome.pdf")},
            content_type="multipart/form-data",
        )

        assert answer.status_code == 422
        assert "Ce fichier n'est ni un PDF, ni une image" in answer.page.text
        assert count(db, Booking) == 0

    def test_later_from_her_booking_until_the_closing(self, sign_in, db, offer, session, person, at):
        booking = book(session, person)
        job = question(offer)
        client = sign_in(person)
        page = client.get(f"/bookings/{booking.reference}").page
        assert "Il manque des réponses aux questions du hub." in page.text

        client.post(page.links["Répondre"], data={f"question_{job.id}": "Médiatrice"})
        assert "Il manque des réponses" not in client.get(f"/bookings/{booking.reference}").page.text

        with at(session.closes_at):
            closed = client.post(page.links["Répondre"], data={f"question_{job.id}": "Autre"})
        assert closed.status_code == 409
        assert db.query(Answer).one().text == "Médiatrice"

    def test_who_was_booked_by_another_is_asked_in_her_message(self, db, offer, session, person):
        question(offer)
        booking = book(session, person)

        letter = render_confirmed(db, {"booking_id": booking.id, "person_id": person.id})

        assert letter.facts["answers_url"].endswith(f"/bookings/{booking.reference}/answers")


class TestWhoReads:
    def test_files_are_saved_never_shown_and_only_for_her_and_the_staff(
        self, sign_in, db, hub, offer, session, person
    ):
        paper = question(offer, "Attestation", QuestionKind.FILE)
        organisation = make_organisation()
        booking = book(session, person, organisation_id=organisation.id)
        with transaction() as write:
            given = Answers(files={paper.id: GivenFile("a.pdf", "application/pdf", PDF)})
            record_answers(write, write.get(Booking, booking.id), given)
        referent = make_person()
        make_affiliation(referent, organisation, is_referent=True)
        mine = f"/bookings/{booking.reference}/files/{paper.id}"
        staffs = f"/manage{mine}"

        for who, path in ((person, mine), (make_manager(hub), staffs)):
            answer = sign_in(who).get(path)
            assert answer.data == PDF
            assert answer.headers["Content-Disposition"].startswith("attachment")
        for who in (referent, make_person(), make_manager(make_hub())):
            client = sign_in(who)
            assert (client.get(mine).status_code, client.get(staffs).status_code) == (403, 403)

    def test_needs_are_not_for_referents(self, sign_in, db, session, person):
        organisation = make_organisation()
        booking = book(session, person, organisation_id=organisation.id)
        with transaction() as write:
            record_answers(write, write.get(Booking, booking.id), Answers(need="Fauteuil roulant"))
        referent = make_person()
        make_affiliation(referent, organisation, is_referent=True)

        client = sign_in(referent)
        assert "Fauteuil" not in client.get(f"/bookings/{booking.reference}").page.text
        assert client.get(f"/bookings/{booking.reference}/answers").status_code == 403
