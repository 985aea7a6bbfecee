import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.accounts.own_data import collect
from shared_services.evidence.operations import issue_certificate
from shared_services.evidence.passport.models import PassportShare
from shared_services.pathways.models import EnrolmentStep
from tests.support.bookings import book
from tests.support.evidence import hold, issue, told_of, unsaid
from tests.support.makers import MONDAY, make_hub, make_offer, make_person, make_session
from tests.support.pathways import alter, follow, ids_of, make_pathway, plan_sessions
from tests.support.queries import count_queries

HOSTILE = '=cmd"<b>#eval(1)</b>'


@pytest.fixture
def person(alice, db):
    return db.get(Person, alice.person_id)


@pytest.fixture
def taught(session, alice, bob, trainer):
    """Alice came for six hours and has her certificate; Bob is not the reader's business."""
    hold(session, by=trainer, came=[alice], away=[bob])
    issue(issue_certificate, session, alice, now=session.ends_at + timedelta(days=1))


@pytest.fixture
def browser(sign_in, person):
    return sign_in(person)


def shared(browser, label="Ma candidature", days="30"):
    answer = browser.post("/passport", data={"label": label, "days": days})
    assert answer.status_code == 200
    address = answer.page.by_id("new-address").get("value")
    return answer, "/passport/" + address.rpartition("/passport/")[2]


def test_it_tells_trainings_hours_certificates(browser, taught):
    text = browser.get("/passport").page.text

    for said in ("Premiers pas avec Pix", "Hub du Nord", "Médiathèque de Lens", "6 h", "NORD-2027-000001"):
        assert said in text, said
    assert "1 formation suivie · 6 h de présence · 1 certificat" in text


def test_somebody_who_attended_nothing_is_led_to_the_catalogue(sign_in, db):
    client = sign_in(make_person())

    assert "Chercher une formation" in client.get("/passport").page.text
    assert client.get("/passport.pdf").data.startswith(b"%PDF-")


def test_a_place_to_come_and_one_missed_are_not_in_it(sign_in, person, bob, taught, db):
    book(make_session(make_offer(make_hub())), person)

    assert len(json.loads(sign_in(person).get("/passport.json").data)["trainings"]) == 1
    assert json.loads(sign_in(db.get(Person, bob.person_id)).get("/passport.json").data)["trainings"] == []


def test_pathways_tell_how_far_and_what_is_recognised(sign_in, hub, db):
    person = make_person()
    pathway = make_pathway(hub, title="Devenir médiatrice", modules=2)
    enrolment = follow(pathway, person, ids_of(plan_sessions(pathway)))
    step = db.scalars(select(EnrolmentStep).where(EnrolmentStep.enrolment_id == enrolment.id)).first()
    alter(
        db.get(EnrolmentStep, step.id),
        skipped_reason="Elle l'enseigne, dit son ancienne cheffe.",
        skipped_by_id=person.id,
        skipped_at=MONDAY,
    )

    client = sign_in(person)
    text = client.get("/passport").page.text
    told = json.loads(client.get("/passport.json").data)["pathways"][0]

    assert "1 module fait ou reconnu sur 2" in text
    assert "Reconnu comme acquis" in text
    assert "ancienne cheffe" not in text
    assert (told["title"], told["modules_done"], told["modules_total"]) == ("Devenir médiatrice", 1, 2)
    assert told["recognised"][0]["on"] == MONDAY.date().isoformat()


def test_the_page_costs_the_same_however_much_was_learned(browser, person, taught, trainer):
    hub = make_hub("Hub du Sud")
    pathway = make_pathway(hub, modules=1)
    follow(pathway, person, ids_of(plan_sessions(pathway)))
    browser.get("/passport")
    with count_queries() as few:
        browser.get("/passport")
    for number in range(3):
        other = make_session(make_offer(make_hub()), starts_on=(MONDAY + timedelta(days=60 + number)).date())
        hold(other, by=trainer, came=[book(other, person)])
        pathway = make_pathway(make_hub(), modules=1)
        sessions = plan_sessions(pathway, starts_on=(MONDAY + timedelta(days=90 + number)).date())
        follow(pathway, person, ids_of(sessions))
    with count_queries() as many:
        assert "4 formations suivies" in browser.get("/passport").page.text

    assert len(many) == len(few)


def test_the_files_say_the_same_whatever_a_name_is_made_of(sign_in, hub, trainer, tmp_path, db):
    person = make_person(HOSTILE, "\u202eOmar \U0001f600")
    session = make_session(make_offer(hub, title="#import $x$ " + "interminable" * 11))
    hold(session, by=trainer, came=[book(session, person)])
    client = sign_in(person)

    told = json.loads(client.get("/passport.json").data)
    pdf = client.get("/passport.pdf")

    assert told["name"] == f"{HOSTILE} \u202eOmar \U0001f600"
    assert (told["format"], told["minutes"], told["trainings"][0]["certificate"]) == (
        "skills-passport/1",
        360,
        None,
    )
    assert pdf.mimetype == "application/pdf"
    assert unsaid(pdf.data, tmp_path, HOSTILE, "Omar □", "#import $x$", "6 h") == []
    assert "Tagged:          yes" in told_of(pdf.data, tmp_path)


class TestSharing:
    def test_whoever_has_the_address_sees_it_and_nothing_else_of_the_account(
        self, browser, client, person, taught, tmp_path
    ):
        book(make_session(make_offer(make_hub("Hub à venir"), title="Bientôt")), person)
        answer, path = shared(browser)

        page = client.get(path)

        assert answer.headers["Cache-Control"] == "no-store"
        assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == (
            "no-store",
            "noindex, nofollow",
        )
        for said in ("Alice Durand", "Premiers pas avec Pix", "6 h", "NORD-2027-000001"):
            assert said in page.page.text, said
        for unsaid_there in (person.email, "Bientôt", "Ma candidature", "Qui le voit"):
            assert unsaid_there not in page.page.html, unsaid_there
        data = client.get(f"{path}/passport.json")
        assert json.loads(data.data)["name"] == "Alice Durand"
        pdf = client.get(f"{path}/passport.pdf")
        assert unsaid(pdf.data, tmp_path, "Alice Durand", "NORD-2027-000001") == []
        assert pdf.headers["Cache-Control"] == data.headers["Cache-Control"] == "no-store"

    def test_the_address_is_shown_once_and_kept_nowhere(self, browser, person, db):
        _answer, path = shared(browser)
        token = path.rpartition("/")[2]

        assert token not in browser.get("/passport").page.html
        row = db.query(PassportShare).one()
        assert token not in (row.token_hash, row.label)
        assert row.expires_at == MONDAY + timedelta(days=30)
        (told,) = collect(db, person)["passport_share"]
        assert "token_hash" not in told

    def test_the_person_sees_that_it_was_opened_that_day(self, browser, client):
        _answer, path = shared(browser)
        assert "Jamais regardé" in browser.get("/passport").page.text

        client.get(path)

        assert "Regardé le lundi 4 janvier" in browser.get("/passport").page.text

    def test_taken_back_it_shows_nothing(self, browser, client, db):
        _answer, path = shared(browser)
        number = db.query(PassportShare).one().id

        browser.post(f"/passport/shares/{number}/revoke")
        answer = client.get(path, headers={"Accept-Language": "en"})

        assert answer.status_code == 410
        assert "Ask the person for a new address" in answer.page.text
        assert client.get(f"{path}/passport.pdf").status_code == 410
        assert "Ma candidature" not in browser.get("/passport").page.text

    def test_it_ends_by_itself(self, browser, client, at):
        _answer, path = shared(browser)

        with at(MONDAY + timedelta(days=30) - timedelta(minutes=1)):
            assert client.get(path).status_code == 200
        with at(MONDAY + timedelta(days=30)):
            assert client.get(path).status_code == 410

    def test_a_blocked_account_shows_nothing(self, browser, client, person, db):
        _answer, path = shared(browser)
        alter(db.merge(person), blocked_at=MONDAY, block_reason="Usurpation")

        assert client.get(path).status_code == 410

    def test_an_address_that_never_was_is_not_found_and_trying_is_stopped(self, client):
        for _try in range(60):
            assert client.get("/passport/x").status_code == 404
        assert client.get("/passport/x/passport.json").status_code == 429

    def test_eleven_at_once_are_too_many(self, browser, db):
        for _number in range(10):
            shared(browser)

        answer = browser.post("/passport", data={"label": "Encore", "days": "30"})

        assert answer.status_code == 409
        assert "retirez-en un" in answer.page.text
        browser.post(f"/passport/shares/{db.query(PassportShare).first().id}/revoke")
        shared(browser)

    def test_it_needs_a_label_and_one_of_the_durations(self, browser, db):
        answer = browser.post("/passport", data={"label": " ", "days": "4000"})

        assert answer.status_code == 422
        assert db.query(PassportShare).count() == 0

    def test_nobody_takes_back_the_share_of_somebody_else(self, browser, sign_in, db):
        shared(browser)
        number = db.query(PassportShare).one().id

        assert sign_in(make_person()).post(f"/passport/shares/{number}/revoke").status_code == 403
