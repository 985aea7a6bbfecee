from datetime import date

import pytest

from shared_services.booking.models import BookableStatus
from shared_services.booking.operations import hold_staff_time
from shared_services.core.database import transaction
from tests.support.makers import (
    MONDAY,
    make_hub,
    make_manager,
    make_offer,
    make_session,
    make_staff_time,
    make_trainer,
)
from tests.support.queries import count_queries

TUESDAY = date(2027, 1, 12)


@pytest.fixture
def browser(hub, sign_in):
    return sign_in(make_manager(hub))


@pytest.fixture
def read(hub, browser):
    path = f"/manage/{hub.id}/calendar"
    return lambda query="": browser.get(path + query).page.text


class TestCalendar:
    def test_the_present_month_with_its_dates_and_their_seats(self, hub, read):
        make_session(make_offer(hub, title="Pix"), starts_on=TUESDAY)

        text = read()

        assert "janvier 2027" in text
        assert "9 h 30 Pix" in text
        assert "0/12" in text

    def test_morning_and_afternoon_are_one_entry(self, hub, browser):
        make_session(make_offer(hub, title="Pix"), starts_on=TUESDAY)

        table = next(browser.get(f"/manage/{hub.id}/calendar").page.all("table"))

        assert sum("Pix" in "".join(item.itertext()) for item in table.iter("li")) == 1

    def test_other_months_hold_other_dates(self, hub, read):
        make_session(make_offer(hub, title="Pix"), starts_on=date(2027, 2, 2))

        assert "9 h 30 Pix" not in read("?view=month&on=2027-01-01")
        assert "9 h 30 Pix" in read("?view=month&on=2027-02-14")
        assert "9 h 30 Pix" in read("?view=week&on=2027-02-01")
        assert "9 h 30 Pix" not in read("?view=week&on=2027-02-08")

    def test_a_day_is_the_day_of_the_place(self, hub, read):
        early = make_offer(hub, title="Tôt")
        make_session(early, starts_on=date(2027, 2, 1), zone="Indian/Reunion")

        assert "9 h 30 Tôt" in read("?view=week&on=2027-02-01")

    def test_one_trainer_one_offer_one_state(self, hub, read):
        trainer = make_trainer(hub)
        make_staff_time(trainer)
        pix, clics = make_offer(hub, title="Pix"), make_offer(hub, title="Clics")
        taught = make_session(pix, starts_on=TUESDAY)
        make_session(clics, starts_on=TUESDAY, status=BookableStatus.CANCELLED, cancel_reason="Neige")
        with transaction() as db:
            periods = [(taught.starts_at, taught.ends_at)]
            hold_staff_time(db, taught, [trainer.id], periods, now=MONDAY)

        for query, seen, unseen in (
            (f"?trainer={trainer.id}", "9 h 30 Pix", "9 h 30 Clics"),
            (f"?offer={clics.id}", "9 h 30 Clics", "9 h 30 Pix"),
            ("?state=cancelled", "9 h 30 Clics", "9 h 30 Pix"),
            ("?state=lost&offer=0&trainer=x", "9 h 30 Pix", "nothing"),
        ):
            text = read(query)
            assert seen in text, query
            assert unseen not in text, query

    def test_nothing_of_another_hub(self, read):
        make_session(make_offer(make_hub(), title="Ailleurs"), starts_on=TUESDAY)

        assert "Ailleurs" not in read()
        assert "Aucune session sur cette période" in read()

    def test_a_full_month_costs_what_an_almost_empty_one_costs(self, hub, read):
        offer = make_offer(hub)
        make_session(offer, starts_on=TUESDAY)
        with count_queries() as few:
            read()
        for day in range(13, 25):
            make_session(offer, starts_on=date(2027, 1, day))
        with count_queries() as many:
            read()

        assert len(many) == len(few)

    def test_other_managers_are_refused(self, hub, sign_in):
        stranger = sign_in(make_manager(make_hub()))

        assert stranger.get(f"/manage/{hub.id}/calendar").status_code == 403
        assert stranger.get(f"/manage/{hub.id}/calendar/2027-02-02").status_code == 403


class TestDay:
    def test_a_day_leads_to_a_new_session_with_the_day_filled_in(self, hub, browser):
        offer = make_offer(hub, title="Pix")

        page = browser.get(f"/manage/{hub.id}/calendar/2027-01-12").page
        url = page.links["Pix"]

        assert url == f"/manage/trainings/{offer.id}/sessions/new?on=2027-01-12"
        days = [field for field in browser.get(url).page.all("input") if field.get("type") == "date"]
        assert days[0].get("value") == "2027-01-12"

    def test_what_is_no_day_does_not_exist(self, hub, browser):
        assert browser.get(f"/manage/{hub.id}/calendar/2027-02-31").status_code == 404
        assert browser.get(f"/manage/{hub.id}/calendar/demain").status_code == 404

    def test_the_past_is_not_planned(self, hub, browser):
        make_offer(hub, title="Pix")

        assert "Planifier" not in browser.get(f"/manage/{hub.id}/calendar/2026-12-01").page.text


def test_a_month_with_more_than_a_page_holds_says_so(hub, sign_in, monkeypatch):
    monkeypatch.setattr("shared_services.web.desk.queries.MOST_IN_CALENDAR", 1)
    for _ in range(2):
        make_session(make_offer(hub))

    page = sign_in(make_manager(hub)).get(f"/manage/{hub.id}/calendar?view=month&on=2027-02-02").page

    assert "Trop de sessions pour tout montrer" in page.text
