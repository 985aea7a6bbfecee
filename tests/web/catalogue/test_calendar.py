from datetime import date

import pytest

from shared_services.web.catalogue.calendar import Layout
from tests.support.makers import make_hub, make_offer, make_session
from tests.support.queries import count_queries

FEBRUARY = "/catalogue?view=month&on=2027-02-01"


class TestLayout:
    def test_a_month_goes_from_its_first_to_its_last_day(self):
        month = Layout("month", date(2028, 2, 20), date(2027, 1, 4))

        assert (month.first, month.last) == (date(2028, 2, 1), date(2028, 2, 29))
        assert month.previous == {"view": "month", "on": "2028-01-01"}
        assert month.following == {"view": "month", "on": "2028-03-01"}

    def test_a_week_begins_on_monday(self):
        week = Layout("week", date(2027, 1, 14), date(2027, 1, 4))

        assert (week.first, week.last) == (date(2027, 1, 11), date(2027, 1, 17))

    def test_the_present_one_needs_no_date_in_its_address(self):
        assert Layout("week", date(2027, 1, 14), date(2027, 1, 4)).previous == {"view": "week"}


class TestMonth:
    def test_a_date_stands_on_its_day(self, client):
        make_session(make_offer(title="Premiers pas"), starts_on=date(2027, 2, 2))

        text = client.get(FEBRUARY).page.text.replace("\u00a0", " ")

        assert "février 2027" in text
        assert "9 h 30 Premiers pas" in text

    def test_the_hour_is_that_of_the_place(self, client):
        make_session(make_offer(title="Là-bas"), starts_on=date(2027, 2, 2), zone="Indian/Reunion")

        assert "9 h 30 Là-bas" in client.get(FEBRUARY).page.text.replace("\u00a0", " ")

    def test_today_is_marked_and_empty_weeks_say_so(self, client):
        make_session(starts_on=date(2027, 1, 12))

        text = client.get("/catalogue?view=month").page.text

        assert "aujourd'hui" in text
        assert "Rien cette semaine-là" in text

    def test_a_long_day_is_folded_and_leads_to_its_list(self, client):
        for number in range(5):
            make_session(make_offer(title=f"Pix {number}"), starts_on=date(2027, 2, 2))

        page = client.get(FEBRUARY).page

        assert page.links["+ 2 autres, mardi 2 février"] == "/catalogue?from=2027-02-02&to=2027-02-02"

    def test_filters_are_kept_from_one_month_to_the_next(self, client):
        make_session(starts_on=date(2027, 2, 2))

        page = client.get(FEBRUARY + "&free=1").page

        assert page.links["Mois suivant"] == "/catalogue?free=1&view=month&on=2027-03-01"
        assert page.links["Mois précédent"] == "/catalogue?free=1&view=month"
        assert page.links["Liste"] == "/catalogue?free=1"

    def test_an_empty_month_says_when_the_next_date_is(self, client):
        make_session(starts_on=date(2027, 4, 6))

        page = client.get(FEBRUARY).page

        assert "Aucune date ce mois-ci" in page.text
        assert page.links["La suivante est le 6 avril 2027"] == "/catalogue?view=month&on=2027-04-01"

    @pytest.mark.parametrize("query", ["on=hier", "on=0001-01-01", "on=9999-12-31", "on=2099-12-31"])
    def test_a_strange_day_shows_a_month_all_the_same(self, client, query):
        make_session()

        assert client.get(f"/catalogue?view=month&{query}").status_code == 200
        assert client.get(f"/catalogue?view=week&{query}").status_code == 200

    def test_the_number_of_statements_does_not_grow(self, client):
        hub = make_hub()
        make_session(make_offer(hub), starts_on=date(2027, 2, 2))
        with count_queries() as for_one:
            client.get(FEBRUARY)
        for day in range(1, 20):
            make_session(make_offer(hub), starts_on=date(2027, 2, day))
        with count_queries() as for_many:
            client.get(FEBRUARY)

        assert len(for_many) == len(for_one) <= 14


class TestWeek:
    def test_the_week_of_a_day(self, client):
        make_session(make_offer(title="Premiers pas"), starts_on=date(2027, 2, 2))

        text = client.get("/catalogue?view=week&on=2027-02-04").page.text

        assert "semaine du 1er février 2027" in text
        assert "Premiers pas" in text

    def test_an_empty_week_says_so(self, client):
        make_session(starts_on=date(2027, 4, 6))

        assert "Aucune date cette semaine" in client.get("/catalogue?view=week").page.text
