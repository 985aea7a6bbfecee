import re
from datetime import timedelta

import pytest

from shared_services.booking.models import Audience, Booking, BookingStatus
from shared_services.booking.operations import ask_question
from shared_services.booking.questions.models import QuestionKind
from shared_services.catalogue.models import OfferStatus
from shared_services.core.database import transaction
from shared_services.kinds.expertise.availability.free import Choice, ask, free_of
from shared_services.kinds.expertise.models import SlotWish, Way
from shared_services.kinds.expertise.queries import get_offer, list_experts_of
from tests.support.experts import MET, make_expert, make_expert_offer, make_hours, meet, person_of
from tests.support.makers import (
    MONDAY,
    make_affiliation,
    make_aidant,
    make_hub,
    make_membership,
    make_organisation,
    make_person,
    make_session,
)
from tests.support.queries import count_queries

AT = "20270202T0900"
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("db")


def confirm(browser, expert, *, at=AT, **form):
    address = f"/experts/{expert.expert_offer_id}/book?at={at}&minutes=60&way=remote&expert={expert.id}"
    return browser.post(address, data={"topic": "Notre budget", **form})


class TestOffers:
    def test_the_soonest_first_and_when(self, client):
        late = make_expert(make_expert_offer(title="Plus tard", notice_hours=24 * 20))
        soon = make_expert(make_expert_offer(title="Bientôt"))

        page = client.get("/experts").text

        assert page.index("Bientôt") < page.index("Plus tard")
        assert "Prochain créneau : mardi 5 janvier à 9" in page.replace("\xa0", " ")
        assert all(f"/experts/{one.expert_offer_id}" in page for one in (late, soon))

    def test_words_and_a_theme_sift(self, client):
        make_expert(make_expert_offer(title="Monter un budget"))

        assert "Monter un budget" in client.get("/experts?q=budget").text
        assert "Monter un budget" in client.get("/experts?q=budjet").text
        assert "Aucun expert ne correspond" in client.get("/experts?q=cuisine").text
        assert "Aucun expert ne correspond" in client.get("/experts?theme=parentalite").text

    def test_drafts_are_not_there(self, client):
        draft = make_expert(make_expert_offer(title="Brouillon", status=OfferStatus.DRAFT))

        assert "Brouillon" not in client.get("/experts").text
        assert client.get(f"/experts/{draft.expert_offer_id}").status_code == 404

    def test_as_many_queries_for_one_as_for_many(self, client):
        make_expert()
        with count_queries() as for_one:
            client.get("/experts")
        for _ in range(4):
            meet(make_expert())
        with count_queries() as for_five:
            client.get("/experts")

        assert len(for_five) == len(for_one)

    def test_the_catalogue_of_trainings_is_not_disturbed(self, client):
        make_expert()
        make_session()

        assert "Monter un plan" not in client.get("/catalogue").text
        assert "Monter un plan" not in client.get("/catalogue?sort=price").text


class TestShowOffer:
    def test_the_next_free_slot_comes_first_then_a_week(self, client, sign_in):
        expert = make_expert()

        page = sign_in(make_person()).get(f"/experts/{expert.expert_offer_id}").text.replace("\xa0", " ")

        assert "Réserver le mardi 5 janvier à 9 h 30" in page  # 24 hours before, to the minute, is too late
        assert "Du mardi 5 janvier au lundi 11 janvier" in page
        assert "at=20270105T0830" in page

    def test_other_weeks_without_a_script(self, client):
        expert = make_expert()
        address = f"/experts/{expert.expert_offer_id}"

        following = re.search(r'rel="next" href="([^"]+)"', client.get(address).text)[1].replace("&amp;", "&")
        page = client.get(following).text

        assert "12 janvier" in page
        assert 'rel="prev"' in page

    def test_hours_are_those_of_the_reader(self, sign_in):
        hub = make_hub(departements=("974",), time_zone="Indian/Reunion")
        organisation = make_organisation(departement_code="974")
        make_membership(organisation, hub)
        expert = make_expert()

        page = sign_in(make_aidant(hub, organisation)).get(f"/experts/{expert.expert_offer_id}").text

        assert "heure de La Réunion" in page
        assert "12\xa0h\xa030" in page  # half past nine in Paris

    def test_a_choice_is_kept_and_a_strange_one_is_nothing(self, client):
        expert = make_expert()
        address = f"/experts/{expert.expert_offer_id}"

        assert 'value="60" selected' in client.get(f"{address}?minutes=60&way=phone").text
        assert client.get(f"{address}?minutes=x&way=y&expert=z&organisation=&on=hier").status_code == 200

    def test_outsiders_are_told_how_to_come(self, sign_in):
        expert = make_expert(make_expert_offer(who=Audience.HUB_MEMBERS))

        page = sign_in(make_person()).get(f"/experts/{expert.expert_offer_id}").text

        assert "Me rattacher à ma structure" in page
        assert "/book?" not in page

    def test_nobody_is_there(self, client):
        offer = make_expert_offer()
        alone = make_expert(hours=False)

        assert "Personne ne donne ce rendez-vous" in client.get(f"/experts/{offer.id}").text
        assert "Aucun créneau" in client.get(f"/experts/{alone.expert_offer_id}").text

    def test_the_rule_of_a_pool_is_told(self, client):
        offer = make_expert_offer()
        make_expert(offer)
        make_expert(offer)

        assert "le moins de rendez-vous ces trente derniers jours" in client.get(f"/experts/{offer.id}").text

    def test_eight_weeks_three_ranges_a_day_two_hundred_appointments(self, db, client):
        expert = make_expert(make_expert_offer(durations="15 60"), hours=False)
        make_hours(person_of(expert), (8, 11), (12, 15), (16, 19), weekdays="0123456")
        with count_queries() as before:
            client.get(f"/experts/{expert.expert_offer_id}")
        booked = 0
        for day in range(10):
            for quarter in range(20):
                start = MET.replace(hour=7) + timedelta(days=day, minutes=15 * quarter)
                if start.hour == 10:  # eleven in Paris: her break
                    continue
                meet(expert, start=start, minutes=15)
                booked += 1
        db.expire_all()
        with count_queries() as after:
            client.get(f"/experts/{expert.expert_offer_id}?minutes=60&on=2027-02-02")

        offer = get_offer(db, expert.expert_offer_id)
        with count_queries() as of_slots:
            asked = ask(db, offer, Choice(minutes=60, way=Way.REMOTE), now=MONDAY)
            found = free_of(db, list_experts_of(db, [offer.id]), asked)

        assert booked >= 160
        assert len(found) > 300
        assert len(of_slots) <= 10
        assert len(after) == len(before)


class TestBook:
    def test_it_is_confirmed_and_the_page_tells_where(self, db, sign_in):
        expert, person = make_expert(), make_person()
        browser = sign_in(person)
        address = f"/experts/{expert.expert_offer_id}/book?at={AT}&minutes=60&way=remote&expert={expert.id}"
        assert "Prendre ce rendez-vous" in browser.get(address).text

        answer = confirm(browser, expert)

        booking = db.query(Booking).one()
        assert answer.status_code == 303
        assert answer.location == f"/bookings/{booking.reference}"
        page = browser.get(f"/bookings/{booking.reference}").text
        assert "Edgar Expert" in page
        assert "https://visio.test.example/edgar" in page
        assert "Notre budget" in browser.get(f"/experts/appointments/{booking.reference}").text

    def test_a_slot_that_was_taken_meanwhile(self, sign_in):
        expert = make_expert()
        browser = sign_in(make_person())
        meet(expert)

        answer = confirm(browser, expert)

        assert answer.status_code == 409
        assert "être pris. Choisissez-en un autre" in answer.text
        assert "Choisir un autre créneau" in answer.text
        address = f"/experts/{expert.expert_offer_id}/book?at={AT}&minutes=60"
        assert "n'est plus libre" in browser.get(address).text

    def test_what_it_is_about_is_asked_and_the_questions_of_the_hub_too(self, db, sign_in):
        expert = make_expert()
        with transaction() as writing:
            ask_question(
                writing,
                expert.expert_offer_id,
                label="Votre budget annuel",
                kind=QuestionKind.TEXT,
                options="",
                is_required=True,
                by=make_person(),
                now=MONDAY,
            )
        browser = sign_in(make_person())

        assert confirm(browser, expert, topic="").status_code == 422
        answer = confirm(browser, expert)
        assert answer.status_code == 422
        assert "Votre budget annuel" in answer.text
        assert db.query(Booking).count() == 0

    def test_sent_twice_it_is_one(self, db, sign_in):
        expert, browser = make_expert(), sign_in(make_person())

        first, second = confirm(browser, expert), confirm(browser, expert)

        assert first.location == second.location
        assert db.query(Booking).count() == 1

    def test_another_place_at_that_hour_is_a_choice(self, db, sign_in):
        expert, person = make_expert(), make_person()
        meet(make_expert(), person)
        browser = sign_in(person)

        answer = confirm(browser, expert)
        assert answer.status_code == 409
        assert "Garder les deux" in answer.text

        assert confirm(browser, expert, despite_overlap="1").status_code == 303

    def test_a_referent_books_for_a_colleague(self, db, sign_in):
        hub = make_hub()
        organisation = make_organisation()
        make_membership(organisation, hub)
        referent, colleague = make_person("Rita", "Référente"), make_aidant(hub, organisation)
        make_affiliation(referent, organisation, is_referent=True)
        expert = make_expert(make_expert_offer(hub))

        confirm(sign_in(referent), expert, colleague=f"{organisation.id}-{colleague.id}")

        booking = db.query(Booking).one()
        assert (booking.person_id, booking.booked_by_id) == (colleague.id, referent.id)

    def test_without_a_slot_one_chooses_first(self, sign_in):
        expert = make_expert()

        answer = sign_in(make_person()).get(f"/experts/{expert.expert_offer_id}/book?at=demain")

        assert answer.location == f"/experts/{expert.expert_offer_id}"

    def test_an_approval_is_asked_for(self, db, sign_in):
        expert = make_expert(make_expert_offer(needs_approval=True))

        confirm(sign_in(make_person()), expert)

        assert db.query(Booking).one().status == BookingStatus.PENDING


class TestAppointment:
    def test_who_books_and_who_receives_see_it_and_nobody_else(self, sign_in):
        expert, person = make_expert(), make_person()
        reference = meet(expert, person).reference

        for one in (person, person_of(expert)):
            assert sign_in(one).get(f"/experts/appointments/{reference}").status_code == 200
        assert sign_in(make_person()).get(f"/experts/appointments/{reference}").status_code == 403


class TestMove:
    def test_another_slot_is_one_button(self, db, sign_in):
        expert, person = make_expert(), make_person()
        booking = meet(expert, person)
        browser = sign_in(person)
        address = f"/experts/appointments/{booking.reference}/move"
        page = browser.get(address).text
        assert 'value="20270202T0930"' in page  # its own time counts as free
        assert f'value="{AT}"' not in page

        answer = browser.post(address, data={"at": "20270203T0900", "expert": str(expert.id)})

        db.expire_all()
        assert answer.status_code == 303
        assert booking.starts_at == MET + timedelta(days=1)

    def test_a_slot_that_is_taken_leaves_it_where_it_was(self, db, sign_in):
        expert, person = make_expert(), make_person()
        booking = meet(expert, person)
        meet(expert, start=MET + timedelta(days=1))

        answer = sign_in(person).post(
            f"/experts/appointments/{booking.reference}/move",
            data={"at": "20270203T0900", "expert": str(expert.id)},
        )

        db.expire_all()
        assert answer.status_code == 409
        assert booking.starts_at == MET

    def test_nonsense_changes_nothing(self, sign_in):
        person = make_person()
        booking = meet(make_expert(), person)

        answer = sign_in(person).post(
            f"/experts/appointments/{booking.reference}/move", data={"at": "<script>", "expert": "x"}
        )

        assert answer.status_code == 422

    def test_past_the_cut_off_it_is_told(self, sign_in, at):
        expert, person = make_expert(), make_person()
        booking = meet(expert, person)

        with at(MET - 30 * HOUR):
            answer = sign_in(person).post(
                f"/experts/appointments/{booking.reference}/move",
                data={"at": "20270205T0900", "expert": str(expert.id)},
            )

        assert answer.status_code == 409
        assert "date limite" in answer.text

    def test_past_the_cut_off_moving_is_not_offered(self, sign_in, at):
        person = make_person()
        booking = meet(make_expert(), person)
        browser = sign_in(person)
        path = f"/experts/appointments/{booking.reference}"
        assert "Déplacer ce rendez-vous" in browser.get(path).page.text

        with at(MET - 30 * HOUR):
            page = browser.get(path).page

        assert "Déplacer ce rendez-vous" not in page.text
        assert "trop tard" in page.text


class TestWait:
    def test_told_when_it_opens_unless_something_is_free_already(self, db, sign_in):
        expert = make_expert()
        person = make_person()
        browser = sign_in(person)
        address = f"/experts/{expert.expert_offer_id}/wait?minutes=60&way=remote"

        assert browser.get(address).status_code == 200
        assert browser.post(address, data={"before": "2027-02-03"}).status_code == 422
        assert browser.post(address, data={"before": "bientôt"}).status_code == 422
        assert browser.post(address, data={"before": "2027-01-05"}).status_code == 303
        assert db.query(SlotWish).one().person_id == person.id
        assert "Ne plus me prévenir" in browser.get(f"/experts/{expert.expert_offer_id}").text

        browser.post(f"/experts/{expert.expert_offer_id}/wait/forget")
        assert db.query(SlotWish).count() == 0
