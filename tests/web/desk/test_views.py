from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select

from shared_services.booking.models import Booking, BookingStatus
from shared_services.booking.operations import refuse
from shared_services.catalogue.models import OfferStatus
from shared_services.core.database import transaction
from shared_services.kinds.trainings.models import session_trainer
from shared_services.network.models import BondState
from tests.support.bookings import book, cancel, do
from tests.support.makers import (
    MONDAY,
    kinds_posted,
    make_affiliation,
    make_hub,
    make_manager,
    make_membership,
    make_offer,
    make_organisation,
    make_person,
    make_session,
    make_trainer,
)
from tests.support.queries import count_queries
from tests.web.support import fill

SOON, LATER = date(2027, 1, 12), date(2027, 3, 2)


@pytest.fixture
def hub(db):
    return make_hub("Hub Artois")


@pytest.fixture
def desk(hub, sign_in):
    """`desk()` is the page that the hub's manager opens in the morning."""
    browser = sign_in(make_manager(hub))
    return lambda wish="": browser.get(f"/manage/{hub.id}{wish}").page


class TestDesk:
    def test_on_a_quiet_day_it_says_so(self, desk):
        assert "Rien n'attend de votre part" in desk().text

    def test_demands_for_approval_come_first(self, hub, desk):
        fill(make_session(make_offer(hub), needs_approval=True), people=2)

        assert "2 demandes attendent votre accord" in desk().text

    def test_a_thin_session_soon_is_shown(self, hub, desk):
        make_session(make_offer(hub, title="Presque vide"), starts_on=SOON)

        assert "1 session bientôt, et peu de monde" in desk().text

    def test_a_thin_session_far_away_is_not_urgent(self, hub, desk):
        make_session(make_offer(hub), starts_on=LATER)

        assert "peu de monde" not in desk().text

    def test_a_session_where_people_wait_is_shown(self, hub, desk):
        fill(make_session(make_offer(hub), capacity=1, starts_on=LATER), people=3)

        assert "Complet · 2 personnes attendent" in desk().text

    def test_organisations_that_ask_to_join_are_shown(self, hub, desk):
        make_membership(make_organisation("Le Relais"), hub, state=BondState.REQUESTED)

        assert "1 structure demande à rejoindre le hub" in desk().text
        assert "Le Relais" in desk().text

    def test_a_returned_offer_comes_with_its_reason(self, hub, desk):
        make_offer(hub, title="Incomplète", status=OfferStatus.RETURNED)

        assert "À compléter." in desk().text

    def test_a_quiet_day_says_what_comes_next(self, hub, desk):
        offer = make_offer(hub, title="Premiers clics", updated_at=MONDAY)
        session = make_session(offer, capacity=2, starts_on=LATER)
        teach(session, make_trainer(hub))

        assert "La prochaine session : Premiers clics, mardi 2 mars à 9 h 30." in desk().text

    def test_requests_of_one_date_stand_together_the_first_to_expire_first(self, hub, desk):
        later = make_session(make_offer(hub, title="Plus tard"), needs_approval=True, starts_on=LATER)
        soon = make_session(make_offer(hub, title="Bientôt"), needs_approval=True, starts_on=date(2027, 1, 6))
        fill(later, people=1)
        fill(soon, people=2)
        fill(later, people=1)

        groups = ["".join(legend.itertext()) for legend in desk("?shown=pending").all("legend")]

        assert [group.split(",")[0].strip() for group in groups] == ["Bientôt", "Plus tard"]

    def test_a_session_without_trainer_is_shown(self, hub, desk):
        make_session(make_offer(hub), starts_on=LATER)

        assert "1 session sans formateur" in desk().text

    def test_a_place_that_waits_for_its_last_day_of_answer_is_shown(self, hub, desk, at):
        session = make_session(make_offer(hub), capacity=1, starts_on=LATER)
        first = book(session)
        book(session, make_person("Nora", "Attend"))
        cancel(first)

        assert "attend une réponse" not in desk().text
        with at(MONDAY + timedelta(hours=30)):
            assert "Nora Attend, avant le mercredi 6 janvier à 9 h" in desk().text

    def test_a_full_session_comes_with_two_ways_out(self, hub, desk):
        fill(make_session(make_offer(hub), capacity=1, starts_on=LATER), people=2)

        text = desk().text
        assert "Agrandir" in text
        assert "Ouvrir une autre date" in text

    def test_what_is_over_waits_for_its_attendance(self, hub, desk, at):
        fill(make_session(make_offer(hub), starts_on=SOON), people=2)

        with at(MONDAY + timedelta(days=9)):
            assert "2 personnes à noter présentes ou absentes" in desk().text

    def test_people_who_ask_to_join_a_member_are_shown(self, hub, desk):
        organisation = make_organisation("Cyber-base")
        make_membership(organisation, hub)
        make_affiliation(make_person("Lise", "Demande"), organisation, state=BondState.REQUESTED)

        assert "Lise Demande, Cyber-base" in desk().text

    def test_nothing_of_another_hub_is_shown(self, desk):
        elsewhere = make_hub()
        other = make_offer(elsewhere, title="Ailleurs")
        fill(make_session(other, needs_approval=True, starts_on=SOON), people=2)
        make_offer(elsewhere, title="Brouillon ailleurs", status=OfferStatus.DRAFT)

        text = desk().text
        assert "Ailleurs" not in text
        assert "ailleurs" not in text

    def test_the_manager_of_another_hub_is_refused(self, hub, sign_in):
        assert sign_in(make_manager(make_hub())).get(f"/manage/{hub.id}").status_code == 403

    def test_the_number_of_statements_does_not_grow(self, hub, desk):
        fill(make_session(make_offer(hub), needs_approval=True), people=1)
        with count_queries() as for_one:
            desk()
        for _ in range(6):
            fill(make_session(make_offer(hub), needs_approval=True, starts_on=SOON), people=3)
        with count_queries() as for_many:
            desk()

        assert len(for_many) == len(for_one) <= 25


class TestApproveSeveral:
    def test_all_that_were_ticked_are_accepted_and_told(self, hub, sign_in, db):
        session = make_session(make_offer(hub), needs_approval=True)
        asked = [book(session) for _ in range(3)]
        browser = sign_in(make_manager(hub))

        answer = browser.post(
            f"/manage/{hub.id}/approve", data={"booking": [one.reference for one in asked[:2]]}
        )

        assert answer.headers["Location"].endswith(f"/manage/{hub.id}#pending")
        assert statuses(db) == [BookingStatus.CONFIRMED, BookingStatus.CONFIRMED, BookingStatus.PENDING]
        assert kinds_posted(db).count("booking_confirmed") == 2
        assert "2 demandes sont acceptées" in browser.get(f"/manage/{hub.id}").page.text

    def test_a_request_that_changed_meanwhile_stops_none_of_the_others(self, hub, sign_in, db):
        session = make_session(make_offer(hub), needs_approval=True)
        gone, kept = book(session), book(session)
        do(refuse, gone, by=make_manager(hub), reason="Complet")
        browser = sign_in(make_manager(hub))

        browser.post(f"/manage/{hub.id}/approve", data={"booking": [gone.reference, kept.reference]})

        assert statuses(db) == [BookingStatus.REFUSED, BookingStatus.CONFIRMED]
        assert "1 demande avait changé entre-temps" in browser.get(f"/manage/{hub.id}").page.text

    def test_bookings_of_another_hub_are_left_alone(self, hub, sign_in, db):
        elsewhere = book(make_session(make_offer(make_hub()), needs_approval=True))
        browser = sign_in(make_manager(hub))

        browser.post(f"/manage/{hub.id}/approve", data={"booking": elsewhere.reference})

        assert statuses(db) == [BookingStatus.PENDING]
        assert "Cochez au moins une demande." in browser.get(f"/manage/{hub.id}").page.text


def statuses(db):
    db.expire_all()
    return list(db.scalars(select(Booking.status).order_by(Booking.id)))


def teach(session, trainer):
    with transaction() as db:
        db.execute(insert(session_trainer).values(session_id=session.id, person_id=trainer.id))


def test_a_hub_with_more_than_anybody_reads_is_shown_what_presses_most(hub, desk, monkeypatch):
    monkeypatch.setattr("shared_services.web.desk.queries.MOST_ROWS", 2)
    session = make_session(make_offer(hub), needs_approval=True)
    fill(session, people=3)

    page = desk()

    assert "2 demandes attendent votre accord" in page.text
    assert "Il y en a davantage" in page.text


def test_a_long_group_shows_its_first_and_the_rest_on_a_page_of_its_own(hub, sign_in):
    offers = [make_offer(hub, title=f"Formation {number}") for number in range(7)]
    for offer in offers:
        make_session(offer, starts_on=SOON)
    fill(make_session(make_offer(hub), needs_approval=True), people=1)
    browser = sign_in(make_manager(hub))

    page = browser.get(f"/manage/{hub.id}").page
    rest = next(url for words, url in page.links.items() if words.startswith("Tout voir (7)"))
    whole = browser.get(rest).page

    assert "7 sessions bientôt, et peu de monde" in page.text
    assert "demande attend votre accord" not in whole.text
    assert all(offer.title in whole.text for offer in offers)
    assert "Tout voir" not in whole.text


def test_requests_of_the_first_date_are_shown_and_the_rest_is_a_link_away(hub, sign_in):
    for _ in range(3):
        fill(make_session(make_offer(hub), needs_approval=True), people=2)
    browser = sign_in(make_manager(hub))

    page = browser.get(f"/manage/{hub.id}").page
    rest = next(url for words, url in page.links.items() if words.startswith("Tout voir (6)"))

    assert page.html.count('name="booking"') == 2
    assert browser.get(rest).page.html.count('name="booking"') == 6


@pytest.mark.parametrize(("people", "opened"), [(0, "untaught"), (1, "pending")])
def test_requests_are_open_and_else_what_presses_most_the_rest_is_counts(hub, desk, people, opened):
    make_membership(make_organisation("Le Relais"), hub, state=BondState.REQUESTED)
    make_offer(hub, title="Incomplète", status=OfferStatus.RETURNED)
    fill(make_session(make_offer(hub), needs_approval=True), people=people)

    groups = [one for one in desk().all("details") if one.get("class") == "desk-group"]

    assert [group.find("div").get("id") for group in groups if group.get("open") is not None] == [opened]


def test_a_group_with_nothing_in_it_or_unknown_is_the_whole_desk(hub, sign_in):
    browser = sign_in(make_manager(hub))

    for shown in ("thin", "nonsense"):
        assert "Rien n'attend" in browser.get(f"/manage/{hub.id}?shown={shown}").page.text
