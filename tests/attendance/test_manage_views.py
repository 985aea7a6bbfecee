from datetime import timedelta

import pytest

from shared_services.attendance.models import Way, What
from shared_services.attendance.queries import list_entries, minutes_attended
from shared_services.booking.models import BookingStatus
from tests.support.attendance import close, half_days, sign, tick_all
from tests.support.bookings import book
from tests.support.makers import make_manager, make_person
from tests.support.queries import count_queries


@pytest.fixture
def morning(session):
    return half_days(session)[0]


@pytest.fixture
def address(session, morning):
    return f"/manage/sessions/{session.id}/attendance/{morning.id}"


def sent(page, **changed):
    """What the page holds, and what the trainer changes of it."""
    return {name: value for name, value in page.values().items() if value} | changed


class TestRollCall:
    def test_the_trainer_ticks_everybody_in_three_requests(
        self, db, session, morning, address, trainer, sign_in, at
    ):
        bookings = [book(session, now=session.created_at) for _ in range(12)]
        with at(morning.starts_at):
            browser = sign_in(trainer)
            page = browser.get(address).page
            ticks = {f"what-{one.id}": "present" for one in bookings} | {f"what-{bookings[0].id}": "absent"}

            answer = browser.post(address, data=sent(page, **ticks))
            after = browser.get(answer.location).page.text

        assert "12 présences ou absences sont enregistrées." in after
        assert "12 sur 12 personnes notées" in after
        assert sum(one.what == What.PRESENT for one in list_entries(db, session.id)) == 11

    def test_one_button_says_that_all_the_others_are_there(
        self, db, session, morning, address, alice, bob, trainer, sign_in, at
    ):
        with at(morning.starts_at):
            browser = sign_in(trainer)
            ticks = {f"what-{alice.id}": "absent", "rest": "present"}
            browser.post(address, data=sent(browser.get(address).page, **ticks))

        said = {one.booking_id: one.what for one in list_entries(db, session.id)}
        assert said == {alice.id: What.ABSENT, bob.id: What.PRESENT}

    def test_minutes_excuse_and_paper_are_written(
        self, db, session, morning, address, alice, bob, trainer, sign_in, at
    ):
        with at(morning.starts_at):
            browser = sign_in(trainer)
            ticks = {
                f"what-{alice.id}": "present",
                f"late-{alice.id}": "25",
                f"what-{bob.id}": "excused",
                f"reason-{bob.id}": "Grève des trains",
                "from_paper": "y",
            }
            browser.post(address, data=sent(browser.get(address).page, **ticks))

        first, second = list_entries(db, session.id)
        assert (first.way, second.reason) == (Way.PAPER, "Grève des trains")
        assert minutes_attended(db, [alice.id]) == {alice.id: 155}

    def test_an_excuse_without_a_reason_is_asked_for_beside_its_field(
        self, db, session, morning, address, alice, trainer, sign_in, at
    ):
        with at(morning.starts_at):
            browser = sign_in(trainer)
            ticks = {f"what-{alice.id}": "excused"}
            answer = browser.post(address, data=sent(browser.get(address).page, **ticks))

        assert answer.status_code == 422
        assert "Alice Durand : écrivez le motif de l'absence excusée." in answer.page.text
        assert list_entries(db, session.id) == []

    def test_a_page_that_sends_by_itself_is_answered_in_json(
        self, session, morning, address, alice, trainer, sign_in, at
    ):
        with at(morning.starts_at):
            browser = sign_in(trainer)
            ticks = sent(browser.get(address).page, **{f"what-{alice.id}": "present"})
            headers = {"Accept": "application/json"}
            first = browser.post(address, data=ticks, headers=headers).json
            again = browser.post(address, data=ticks, headers=headers).json

        assert first == {"seen": 1, "told": "1 présence ou absence est enregistrée."}
        assert again == {"seen": 1, "told": "Rien n'avait changé\u00a0: tout était déjà enregistré."}

    def test_what_somebody_else_said_meanwhile_is_told(
        self, session, morning, address, alice, trainer, sign_in, at
    ):
        with at(morning.starts_at):
            browser = sign_in(trainer)
            page = browser.get(address).page
            browser.post(address, data=sent(page, key="other", **{f"what-{alice.id}": "present"}))
            browser.post(address, data=sent(page, **{f"what-{alice.id}": "absent"}))

            told = browser.get(f"/manage/sessions/{session.id}/attendance").page.text

        assert "Quelqu'un avait noté autre chose entre-temps, ce qui reste écrit : Alice Durand." in told

    def test_not_open_the_day_before(self, address, alice, trainer, sign_in, morning, at):
        with at(morning.starts_at - timedelta(days=1)):
            browser = sign_in(trainer)
            ticks = {f"what-{alice.id}": "present"}
            answer = browser.post(address, data=sent(browser.get(address).page, **ticks))

        assert answer.status_code == 409
        assert "s'ouvre 30 minutes avant le début" in answer.page.text


class TestSheet:
    def test_more_people_cost_no_more_queries(self, session, morning, alice, trainer, sign_in, at):
        browser = sign_in(trainer)
        address = f"/manage/sessions/{session.id}/attendance"
        with at(morning.starts_at):
            tick_all(session, [alice], by=trainer)
            browser.get(address)
            with count_queries() as few:
                browser.get(address)
            others = [book(session, now=session.created_at) for _ in range(5)]
            tick_all(session, others, by=trainer)
            with count_queries() as many:
                browser.get(address)

        assert len(many) == len(few)

    def test_closed_by_the_trainer_everybody_s_booking_follows(
        self, db, session, alice, bob, trainer, sign_in, at
    ):
        tick_all(session, [alice, bob], by=trainer)
        with at(session.ends_at):
            browser = sign_in(trainer)
            page = browser.get(f"/manage/sessions/{session.id}/attendance").page
            assert "Je signe et je clos la feuille" in page.text
            answer = browser.post(f"/manage/sessions/{session.id}/attendance/close")
            after = browser.get(answer.location).page.text

        assert "Close et signée par Tristan Former" in after
        assert alice.status == BookingStatus.ATTENDED

    def test_what_is_left_to_note_is_counted(self, session, alice, bob, trainer, sign_in, at):
        tick_all(session, [alice], by=trainer)
        with at(session.ends_at):
            text = sign_in(trainer).get(f"/manage/sessions/{session.id}/attendance").page.text

        assert "Il reste 2 cases vides." in text
        assert "Je signe et je clos" not in text

    def test_a_correction_names_its_author_and_reason(
        self, session, morning, address, alice, trainer, hub, sign_in, at
    ):
        tick_all(session, [alice], by=trainer)
        close(session, by=trainer, now=session.ends_at)
        with at(session.ends_at + timedelta(days=1)):
            browser = sign_in(make_manager(hub))
            page = browser.get(address).page
            refused = browser.post(address, data=sent(page, **{f"what-{alice.id}": "absent"}))
            correction = {f"what-{alice.id}": "absent", "correction": "Partie avant l'appel."}
            browser.post(address, data=sent(page, **correction))
            sheet = f"/manage/sessions/{session.id}/attendance"
            texts = [browser.get(path).page.text for path in (sheet, f"{sheet}/print")]

        assert refused.status_code == 422
        for text in texts:
            assert "Alice Durand, par Maud Nager : Partie avant l'appel." in text

    def test_nobody_booked_says_so(self, session, trainer, sign_in):
        assert (
            "Personne n'a de place"
            in sign_in(trainer).get(f"/manage/sessions/{session.id}/attendance").page.text
        )

    def test_a_participant_does_not_open_it(self, session, alice, sign_in):
        stranger = sign_in(make_person())

        assert stranger.get(f"/manage/sessions/{session.id}/attendance").status_code == 403


class TestPrintSheet:
    def test_blank_before_and_signed_after(self, session, morning, alice, trainer, sign_in, at):
        browser = sign_in(trainer)
        address = f"/manage/sessions/{session.id}/attendance/print"

        before = browser.get(address).page.text
        sign(session, morning, alice, now=morning.starts_at)
        tick_all(session, [alice], by=trainer)
        close(session, by=trainer, now=session.ends_at)
        after = browser.get(address).page.text

        assert "Autre personne" in before
        assert "Présence" not in before
        assert "Empreinte de la feuille" in after
        assert "signé mardi 2 février" in after


class TestRoomLink:
    def test_it_opens_the_page_where_participants_sign(self, session, morning, alice, trainer, sign_in):
        page = sign_in(trainer).get(f"/manage/sessions/{session.id}/attendance/{morning.id}/link").page

        assert page.links["Ou ouvrez l'adresse de la page à signer"].startswith("http")
        assert 'class="segno"' in page.html


class TestWalkIn:
    def test_added_by_her_address_she_is_on_the_sheet(self, session, morning, alice, trainer, sign_in, at):
        walid = make_person("Walid", "Passant")
        address = f"/manage/sessions/{session.id}/attendance"
        with at(morning.starts_at):
            browser = sign_in(trainer)
            browser.post(f"{address}/walk-in", data={"email": walid.email})
            text = browser.get(address).page.text
            unknown = browser.post(f"{address}/walk-in", data={"email": "nobody@test.example"})

        assert "Walid Passant est sur la feuille." in text
        assert unknown.status_code == 422
        assert "Aucun compte confirmé" in unknown.page.text
