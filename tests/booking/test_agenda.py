from datetime import date, timedelta

import pytest

from shared_services.booking.agenda import list_days
from shared_services.booking.operations import cancel_bookable
from tests.support.baskets import put
from tests.support.bookings import book, cancel, do
from tests.support.makers import make_offer, make_person, make_session
from tests.support.queries import count_queries
from tests.support.tools import BROUGHT_BACK, FETCHED, borrow, make_tool

FIRST, LAST = date(2027, 2, 1), date(2027, 2, 28)


@pytest.fixture
def ana(db):
    return make_person("Ana", "Aidante")


def days_of(db, person, first=FIRST, last=LAST):
    return list_days(db, person.id, first, last, "Europe/Paris")


def said(entries):
    return [(one.name, one.facts.title) for one in entries]


class TestListDays:
    def test_sessions_and_both_ends_of_a_loan_on_their_days(self, db, ana):
        book(make_session(make_offer(title="Pix")), ana)
        borrow(make_tool(), ana)

        days = days_of(db, ana)

        assert said(days[FETCHED]) == [
            ("Retrait", "Valise de tablettes"),
            ("", "Pix"),
            ("", "Pix"),
        ]
        assert said(days[BROUGHT_BACK]) == [("Retour", "Valise de tablettes")]
        assert list(days) == [FETCHED, BROUGHT_BACK]

    def test_a_loan_from_one_month_to_the_next_has_its_return_in_the_next(self, db, ana):
        borrow(make_tool(), ana, first=date(2027, 2, 26), last=date(2027, 3, 2))

        assert said(days_of(db, ana)[date(2027, 2, 26)]) == [("Retrait", "Valise de tablettes")]
        march = days_of(db, ana, date(2027, 3, 1), date(2027, 3, 31))
        assert said(march[date(2027, 3, 2)]) == [("Retour", "Valise de tablettes")]

    def test_two_places_at_the_same_hours_say_so_and_a_loan_meets_nothing(self, db, ana):
        book(make_session(make_offer(title="Pix")), ana)
        book(make_session(make_offer(title="Droits")), ana)
        borrow(make_tool(), ana)

        entries = days_of(db, ana)[FETCHED]

        assert {(one.facts.title, one.meets) for one in entries} == {
            ("Valise de tablettes", ""),
            ("Pix", "Droits"),
            ("Droits", "Pix"),
        }

    def test_what_was_given_up_and_what_is_only_in_the_basket_is_not_there(self, db, ana):
        given_up, cancelled = make_session(), make_session()
        cancel(book(given_up, ana), by=ana)
        book(cancelled, ana)
        do(cancel_bookable, cancelled, by=make_person(), reason="Trop peu de monde")
        put(make_tool(), ana)
        book(make_session())

        assert days_of(db, ana) == {}


class TestPage:
    def test_a_month_then_a_week_by_links(self, sign_in, ana, db):
        book(make_session(make_offer(title="Pix")), ana)
        browser = sign_in(ana)

        month = browser.get("/bookings/agenda?on=2027-02-01").page
        assert month.h1 == "Mon agenda"
        assert "9 h 30 Pix" in month.text
        week = browser.get(month.links["Semaine"]).page
        assert "semaine du 1er février 2027" in week.text
        assert "Pix" in week.text

    def test_nothing_planned_leads_to_what_is_free(self, sign_in, ana):
        page = sign_in(ana).get("/bookings/agenda?view=lundi&on=%00").page

        assert page.links["Trouver ce qui est libre"] == "/free"

    def test_as_many_statements_for_many(self, sign_in, ana, db):
        browser = sign_in(ana)

        def statements():
            db.expire_all()
            with count_queries() as sent:
                browser.get("/bookings/agenda?on=2027-02-01")
            return len(sent)

        book(make_session(), ana)
        borrow(make_tool(), ana)
        few = statements()
        for day in range(1, 6):
            book(make_session(starts_on=FETCHED + timedelta(days=day)), ana)
            borrow(make_tool(), ana)

        assert statements() == few
