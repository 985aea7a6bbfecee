import pytest

from tests.support.attendance import half_days


@pytest.fixture
def address(session):
    return f"/manage/sessions/{session.id}/attendance/{half_days(session)[0].id}"


def test_from_the_roll_call_to_the_colleague_and_back(session, carol, dan, address, trainer, sign_in, at):
    with at(session.starts_at):
        browser = sign_in(trainer)
        called = browser.get(address).page
        replacing = f"{address}/replace/{carol.reference}"
        assert replacing in called.links.values()
        form = browser.get(replacing).page
        answer = browser.post(replacing, data={"person": str(dan.id)})
        after = browser.get(answer.location).page.text

    assert "Dan Roy" in form.text
    assert "Dan Roy est sur la feuille à la place de Carol Petit." in after


def test_a_choice_that_was_never_proposed(session, carol, dan, address, trainer, sign_in, at):
    with at(session.starts_at):
        browser = sign_in(trainer)
        answer = browser.post(f"{address}/replace/{carol.reference}", data={"person": "0"})

    assert answer.status_code == 422
    assert "Choisissez" in answer.page.text


def test_nobody_else_there_says_what_to_do(session, alice, carol, address, trainer, sign_in, at):
    with at(session.starts_at):
        page = sign_in(trainer).get(f"{address}/replace/{carol.reference}").page

    assert "ajoutez la personne venue par son adresse" in page.text
