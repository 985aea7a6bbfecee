from datetime import UTC, datetime

import pytest
from flask_babel import force_locale
from markupsafe import Markup

from shared_services.web import filters

PARIS = "Europe/Paris"
REUNION = "Indian/Reunion"
NINE_THIRTY = datetime(2027, 1, 12, 8, 30, tzinfo=UTC)
HALF_PAST_NOON = datetime(2027, 1, 12, 11, 30, tzinfo=UTC)


def plain(text):
    return str(text).replace("\u00a0", " ")


@pytest.fixture(autouse=True)
def in_french(app):
    with app.test_request_context(), force_locale("fr"):
        yield


@pytest.fixture
def in_english(in_french):
    with force_locale("en"):
        yield


class TestDates:
    def test_the_year_is_left_out_when_it_is_this_one(self):
        assert filters.day(NINE_THIRTY, PARIS) == "mardi 12 janvier"

    def test_the_year_is_said_when_it_is_another(self):
        assert filters.day(datetime(2026, 12, 1, 9, tzinfo=UTC), PARIS) == "mardi 1er décembre 2026"

    def test_what_is_kept_on_paper_always_has_its_year(self):
        first = datetime(2027, 1, 31, 23, 0, tzinfo=UTC)

        assert filters.dated(NINE_THIRTY, PARIS) == "12 janvier 2027"
        assert filters.dated(first, PARIS) == "1er février 2027"

    def test_and_in_english(self, in_english):
        assert filters.dated(NINE_THIRTY, PARIS) == "12 January 2027"

    def test_the_day_is_that_of_the_place(self):
        late = datetime(2027, 1, 12, 21, 0, tzinfo=UTC)

        assert filters.day(late, PARIS) == "mardi 12 janvier"
        assert filters.day(late, REUNION) == "mercredi 13 janvier"

    @pytest.mark.parametrize(("minute", "words"), [(0, "9 h"), (5, "9 h 05"), (30, "9 h 30")])
    def test_hours_as_the_french_say_them(self, minute, words):
        assert plain(filters.hour(datetime(2027, 1, 12, 8, minute, tzinfo=UTC), PARIS)) == words

    def test_hours_follow_the_clock_change(self):
        assert plain(filters.hour(datetime(2027, 3, 27, 8, tzinfo=UTC), PARIS)) == "9 h"
        assert plain(filters.hour(datetime(2027, 3, 29, 8, tzinfo=UTC), PARIS)) == "10 h"

    def test_a_moment_says_day_and_hour(self):
        assert plain(filters.moment(NINE_THIRTY, PARIS)) == "mardi 12 janvier à 9 h 30"

    def test_a_span_within_a_day_says_the_day_once(self):
        said = plain(filters.span(NINE_THIRTY, HALF_PAST_NOON, PARIS))

        assert said == "mardi 12 janvier, 9 h 30 – 12 h 30"

    def test_no_line_begins_with_the_dash_of_a_span(self):
        assert "30\u00a0– 12" in filters.span(NINE_THIRTY, HALF_PAST_NOON, PARIS)

    def test_a_span_over_two_days_says_both(self):
        said = plain(filters.span(NINE_THIRTY, datetime(2027, 1, 13, 16, tzinfo=UTC), PARIS))

        assert said == "mardi 12 janvier, 9 h 30 – mercredi 13 janvier, 17 h"

    def test_overseas_the_zone_is_said(self):
        assert plain(filters.moment(NINE_THIRTY, REUNION)).endswith("12 h 30, heure de La Réunion")

    @pytest.mark.usefixtures("in_english")
    def test_in_english(self):
        assert filters.day(NINE_THIRTY, PARIS) == "Tuesday 12 January"
        assert plain(filters.hour(NINE_THIRTY, PARIS)) == "9:30 am"
        assert plain(filters.hour(datetime(2027, 1, 12, 11, tzinfo=UTC), PARIS)) == "12 pm"
        assert filters.leaf(NINE_THIRTY, PARIS) == ("12", "Jan")

    def test_the_leaf_of_a_calendar(self):
        assert filters.leaf(NINE_THIRTY, PARIS) == ("12", "janv.")


class TestMoney:
    @pytest.mark.parametrize(
        ("cents", "words"), [(0, "gratuit"), (4500, "45 €"), (1250, "12,50 €"), (5, "0,05 €")]
    )
    def test_in_french(self, cents, words):
        assert plain(filters.money(cents)) == words

    @pytest.mark.usefixtures("in_english")
    def test_in_english(self):
        assert (filters.money(4500), filters.money(1250)) == ("€45", "€12.50")


class TestSeats:
    @pytest.mark.parametrize(
        ("left", "waiting", "words"),
        [
            (4, 0, "4 places restantes sur 12"),
            (1, 0, "1 place restante sur 12"),
            (0, 0, "Complet"),
            (0, 1, "Complet · 1 personne attend"),
            (0, 2, "Complet · 2 personnes attendent"),
        ],
    )
    def test_what_is_left_or_who_waits(self, left, waiting, words):
        assert plain(filters.seats(left, 12, waiting)) == words

    def test_a_place_free_for_those_who_wait_is_not_offered_to_all(self):
        assert plain(filters.seats(1, 12, 2)) == "Complet · 2 personnes attendent"


class TestRank:
    @pytest.mark.parametrize(("number", "words"), [(1, "1ᵉʳ"), (2, "2ᵉ"), (21, "21ᵉ")])
    def test_in_french(self, number, words):
        assert filters.rank(number) == words

    @pytest.mark.usefixtures("in_english")
    @pytest.mark.parametrize(
        ("number", "words"),
        [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th"), (22, "22nd")],
    )
    def test_in_english(self, number, words):
        assert filters.rank(number) == words


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["Nord"], "Nord"),
        (["Nord", "Somme"], "Nord et Somme"),
        (["Pas-de-Calais", "Nord", "Somme"], "Pas-de-Calais, Nord et Somme"),
    ],
)
def test_lists(names, words):
    assert filters.listed(names) == words


class TestProse:
    def test_blank_lines_part_paragraphs(self):
        assert filters.prose("Un.\r\n\r\nDeux.") == Markup('<div class="prose"><p>Un.</p><p>Deux.</p></div>')

    def test_lines_with_a_dash_become_a_list(self):
        said = filters.prose("Vous saurez :\n- écouter\n• expliquer\nVoilà.")

        assert said == (
            '<div class="prose"><p>Vous saurez :</p>'
            "<ul><li>écouter</li><li>expliquer</li></ul><p>Voilà.</p></div>"
        )

    def test_what_people_type_is_never_code(self):
        assert "<script>" not in filters.prose("<script>alert(1)</script>\n- <b>gras</b>")
        assert "&lt;b&gt;gras" in filters.prose("- <b>gras</b>")

    def test_nothing_typed_shows_nothing(self):
        assert filters.prose("  \n ") == ""
