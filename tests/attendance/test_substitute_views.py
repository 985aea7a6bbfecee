import pytest

from tests.support.attendance import half_days, sign
from tests.support.makers import make_offer, make_person, make_session


@pytest.fixture
def address(session):
    return f"/manage/sessions/{session.id}/attendance/{half_days(session)[0].id}"


@pytest.fixture
def replacing(session, carol):
    return f"/manage/sessions/{session.id}/attendance/replace/{carol.reference}"


def test_from_the_roll_call_to_the_colleague_and_back(
    session, carol, dan, address, replacing, trainer, sign_in, at
):
    with at(session.starts_at):
        browser = sign_in(trainer)
        called = browser.get(address).page
        assert replacing in called.links.values()
        form = browser.get(replacing).page
        answer = browser.post(replacing, data={"person": str(dan.id)})
        after = browser.get(answer.location).page.text

    assert "Dan Roy" in form.text
    assert "Dan Roy a maintenant la place de Carol Petit." in after


def test_a_choice_that_was_never_proposed(session, dan, replacing, trainer, sign_in, at):
    with at(session.starts_at):
        browser = sign_in(trainer)
        answer = browser.post(replacing, data={"person": "0"})

    assert answer.status_code == 422
    assert "Choisissez" in answer.page.text


def test_who_was_there_is_not_replaced_and_the_page_says_so(
    session, carol, dan, replacing, manager, sign_in, at
):
    sign(session, half_days(session)[0], carol, now=session.starts_at)
    with at(session.starts_at):
        answer = sign_in(manager).post(replacing, data={"person": str(dan.id)})

    assert answer.status_code == 409
    assert "Carol Petit était là" in answer.page.text


def test_nobody_else_there_says_what_to_do(session, replacing, trainer, sign_in, at):
    with at(session.starts_at):
        page = sign_in(trainer).get(replacing).page

    assert "ajoutez la personne venue par son adresse" in page.text


class TestBeforeTheDay:
    def test_a_manager_comes_from_the_list_and_names_anybody_by_address(
        self, session, carol, replacing, manager, sign_in
    ):
        browser, eve = sign_in(manager), make_person("Eve", "Blanc")
        assert replacing in browser.get(f"/manage/bookings/{carol.reference}").page.links.values()

        answer = browser.post(replacing, data={"email": eve.email, "reason": "Malade"})

        assert answer.location.endswith(f"/manage/sessions/{session.id}")
        assert carol.person_id == eve.id

    def test_it_needs_an_account_and_a_reason(self, carol, replacing, manager, sign_in):
        browser = sign_in(manager)

        unknown = browser.post(replacing, data={"email": "nobody@test.example", "reason": "Malade"})
        silent = browser.post(replacing, data={"email": make_person().email, "reason": ""})

        assert (unknown.status_code, silent.status_code) == (422, 422)
        assert "Aucun compte confirmé" in unknown.page.text

    def test_the_trainer_is_told_when_it_opens(self, carol, replacing, trainer, sign_in):
        answer = sign_in(trainer).post(replacing, data={"email": make_person().email, "reason": "Malade"})

        assert answer.status_code == 409
        assert "30 minutes avant" in answer.page.text


def test_a_booking_of_another_session_is_not_found(carol, manager, hub, sign_in):
    other = make_session(make_offer(hub))

    answer = sign_in(manager).get(f"/manage/sessions/{other.id}/attendance/replace/{carol.reference}")

    assert answer.status_code == 404
