import pytest

from tests.booking.no_shows.test_counting import FEBRUARY, missed_twice
from tests.support.bookings import book
from tests.support.makers import make_hub, make_manager, make_offer, make_person, make_session
from tests.support.no_shows import ask


@pytest.fixture
def hub(db):
    return make_hub("Hub du Nord", no_shows_allowed=2)


@pytest.fixture
def alice(hub):
    alice = make_person("Alice", "Durand")
    missed_twice(hub, alice)
    return alice


class TestHerPages:
    def test_she_is_told_before_she_books_and_finds_the_way_to_be_heard(self, hub, alice, sign_in, at):
        session = make_session(make_offer(hub))
        with at(FEBRUARY):
            browser = sign_in(alice)
            page = browser.get(f"/sessions/{session.id}").page

        assert "Hub du Nord compte 2 absences en douze mois" in page.text
        assert f"/no-shows/{hub.id}" in page.links.values()

    def test_she_reads_what_counts_until_when_and_asks_once(self, hub, alice, sign_in, at):
        with at(FEBRUARY):
            browser = sign_in(alice)
            before = browser.get(f"/no-shows/{hub.id}").page.text
            answer = browser.post(f"/no-shows/{hub.id}", data={"appeal": "Le train était supprimé."})
            after = browser.get(answer.location).page.text
            again = browser.post(f"/no-shows/{hub.id}", data={"appeal": "Encore."})

        assert "compte jusqu'au mercredi 12 janvier 2028" in before
        assert "Le train était supprimé." in after
        assert "Le hub n'a pas encore répondu." in after
        assert again.status_code == 409

    def test_a_blank_request_is_not_sent(self, hub, alice, sign_in, at):
        with at(FEBRUARY):
            assert sign_in(alice).post(f"/no-shows/{hub.id}", data={"appeal": " "}).status_code == 422

    def test_who_missed_nothing_reads_so(self, hub, sign_in):
        assert "ne compte aucune absence" in sign_in(make_person()).get(f"/no-shows/{hub.id}").page.text


class TestTheDesk:
    @pytest.fixture
    def browser(self, hub, sign_in):
        return sign_in(make_manager(hub))

    def test_the_request_says_why_it_waits(self, hub, alice, sign_in, at):
        session = make_session(make_offer(hub))
        booking = book(session, alice, now=FEBRUARY)
        with at(FEBRUARY):
            browser = sign_in(make_manager(hub))
            pages = [
                browser.get(f"/manage/bookings/{booking.reference}").page.text,
                browser.get(f"/manage/sessions/{session.id}").page.text,
                browser.get(f"/manage/{hub.id}").page.text,
            ]

        assert all("2 absences en douze mois" in text for text in pages)

    def test_a_review_is_on_the_desk_and_answered_there(self, hub, alice, sign_in, at):
        review = ask(hub, alice, now=FEBRUARY)
        with at(FEBRUARY):
            browser = sign_in(make_manager(hub))
            desk = browser.get(f"/manage/{hub.id}").page.text
            listed = browser.get(f"/manage/{hub.id}/no-shows").page.text
            address = f"/manage/no-shows/reviews/{review.id}"
            shown = browser.get(address).page.text
            answer = browser.post(address, data={"decision": "accept", "answer": "Le train, en effet."})
            after = browser.get(answer.location).page.text
            again = browser.post(address, data={"decision": "keep", "answer": "Trop tard."})

        assert "1 réexamen d'absences demandé" in desk
        assert "Alice Durand · 2 absences en douze mois" in listed
        assert "Le train était supprimé." in shown
        assert "Ces absences ne comptent plus." in after
        assert "Personne n'en est là." in after
        assert again.status_code == 409

    def test_another_hub_s_manager_may_not_read_it(self, hub, alice, sign_in, at):
        review = ask(hub, alice, now=FEBRUARY)
        with at(FEBRUARY):
            stranger = sign_in(make_manager(make_hub()))
            assert stranger.get(f"/manage/no-shows/reviews/{review.id}").status_code == 403
