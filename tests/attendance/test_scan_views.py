import io
from datetime import timedelta

import pytest

from shared_services.accounts.queries import get_person
from shared_services.attendance.links import room_token
from shared_services.attendance.queries import list_drawn, list_entries, list_scans
from tests.support.attendance import half_days
from tests.support.makers import make_manager, make_person
from tests.support.papers_signed import HEIC, PDF, canvas, jpeg


@pytest.fixture
def address(session):
    return f"/manage/sessions/{session.id}/attendance"


MEGABYTE = 1024 * 1024


def files(*contents):
    return {"pages": [(io.BytesIO(content), f"page{n}") for n, content in enumerate(contents)]}


class TestThePaper:
    def test_it_is_listed_with_its_hash_and_downloaded(
        self, db, session, alice, address, trainer, sign_in, at
    ):
        with at(session.ends_at):
            browser = sign_in(trainer)
            answer = browser.post(f"{address}/scans", data=files(PDF, jpeg()))
            text = browser.get(answer.location).page.text
            first, _second = list_scans(db, session.id)
            page = browser.get(f"{address}/scans/{first.id}")

        assert "2 pages sont gardées avec la feuille." in text
        assert f"Empreinte : {first.sha256}" in text
        assert page.data == PDF
        assert page.headers["Content-Disposition"].startswith("attachment")

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (HEIC, "page0 : c'est une photo HEIC"),
            (b"hello", "n'est pas une image"),
            (b"%PDF-", "abîmé ou incomplet"),
        ],
    )
    def test_what_cannot_be_read_says_what_to_do(
        self, db, session, alice, address, trainer, sign_in, at, content, sentence
    ):
        with at(session.ends_at):
            answer = sign_in(trainer).post(f"{address}/scans", data=files(content))

        assert answer.status_code == 422
        assert sentence in answer.page.text
        assert list_scans(db, session.id) == []

    def test_photos_of_a_phone_come_in_one_go_and_the_rest_in_another(
        self, db, session, alice, address, trainer, sign_in, at
    ):
        heavy = [jpeg(colour) + bytes(4 * MEGABYTE) for colour in ("red", "green", "blue", "yellow")]
        with at(session.ends_at):
            browser = sign_in(trainer)
            assert browser.post(f"{address}/scans", data=files(*heavy)).status_code == 303
            assert browser.post(f"{address}/scans", data=files(PDF)).status_code == 303

        assert len(list_scans(db, session.id)) == 5

    def test_one_that_is_too_heavy_is_named_and_nothing_is_kept(
        self, db, session, alice, address, trainer, sign_in, at
    ):
        with at(session.ends_at):
            answer = sign_in(trainer).post(
                f"{address}/scans", data=files(PDF, jpeg() + bytes(10 * MEGABYTE), jpeg())
            )

        assert answer.status_code == 422
        assert "page1 : ce fichier est trop lourd" in answer.page.text
        assert list_scans(db, session.id) == []

    def test_more_than_one_request_carries_says_how_much_it_may_be(
        self, session, alice, address, trainer, sign_in, at
    ):
        with at(session.ends_at):
            answer = sign_in(trainer).post(f"{address}/scans", data=files(*[bytes(9 * MEGABYTE)] * 3))

        assert answer.status_code == 413
        assert "25 Mo" in answer.page.text

    def test_elsewhere_a_request_stays_as_light_as_before(self, session, address, trainer, sign_in):
        answer = sign_in(trainer).post(f"{address}/walk-in", data=files(bytes(7 * MEGABYTE)))

        assert answer.status_code == 413
        assert "6 Mo" in answer.page.text

    def test_nothing_chosen(self, session, alice, address, trainer, sign_in, at):
        with at(session.ends_at):
            answer = sign_in(trainer).post(f"{address}/scans", data={})

        assert answer.status_code == 422

    def test_before_the_session_it_is_not_asked_for(self, session, alice, address, trainer, sign_in, at):
        with at(session.starts_at - timedelta(days=1)):
            browser = sign_in(trainer)
            assert "La feuille papier signée" not in browser.get(address).page.text
            assert browser.post(f"{address}/scans", data=files(PDF)).status_code == 409

    def test_a_participant_does_not_read_it(self, db, session, alice, address, trainer, sign_in, at):
        with at(session.ends_at):
            sign_in(trainer).post(f"{address}/scans", data=files(PDF))
            (scan,) = list_scans(db, session.id)
            hers = sign_in(get_person(db, alice.person_id))

            assert hers.get(f"{address}/scans/{scan.id}").status_code == 403


class TestDrawnSignature:
    def test_it_is_on_the_printed_sheet_and_hers_to_see(self, db, session, alice, hub, sign_in, at, address):
        morning = half_days(session)[0]
        with at(morning.starts_at):
            browser = sign_in(get_person(db, alice.person_id))
            browser.post(f"/sessions/{session.id}/attendance/{morning.id}", data={"drawing": canvas()})
            (number,) = list_drawn(db, session.id)
            hers = browser.get(f"/sessions/{session.id}/attendance/signatures/{number}.png")
            stranger = sign_in(make_person())
            theirs = stranger.get(f"/sessions/{session.id}/attendance/signatures/{number}.png")
            manager = sign_in(make_manager(hub))
            printed = manager.get(f"{address}/print").page.html
            image = manager.get(f"{address}/signatures/{number}.png")

        assert hers.mimetype == "image/png"
        assert theirs.status_code == 404
        assert f"/signatures/{number}.png" in printed
        assert "Signature de Alice Durand" in printed
        assert image.data.startswith(b"\x89PNG")

    def test_what_is_no_drawing_is_told_beside_the_signature_and_nothing_is_signed(
        self, db, session, alice, sign_in, at
    ):
        morning = half_days(session)[0]
        by_account = f"/sessions/{session.id}/attendance/{morning.id}"
        by_link = f"/attendance/{room_token(session.id, morning.id)}"
        with at(morning.starts_at):
            browser = sign_in(get_person(db, alice.person_id))
            answers = [
                browser.post(address, data={"drawing": "nonsense"}) for address in (by_account, by_link)
            ]

        for answer in answers:
            assert answer.status_code == 422
            assert "Le dessin de la signature n'a pas pu être lu" in answer.page.text
            assert "Je suis là" in answer.page.text
        assert list_entries(db, session.id) == []
