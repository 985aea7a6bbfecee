import pytest
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.core.text import matches, normalised, search_text
from tests.support.makers import make_person


class TestNormalised:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("L'Éveil-Numérique", "l eveil numerique"),
            ("  Œuvre   & Cætera ", "oeuvre caetera"),
            ("Saint-Étienne", "saint etienne"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("e\u0301te\u0301", "ete"),
            ("℡ ﬁbre", "tel fibre"),
            ("😀 %_'", ""),
            ("", ""),
        ],
    )
    def test_only_plain_words_are_left(self, text, expected):
        assert normalised(text) == expected

    def test_it_changes_nothing_the_second_time(self):
        once = normalised("Œ l'Été à Béthune !")

        assert normalised(once) == once


class TestSearchText:
    def test_it_skips_what_is_missing(self):
        assert search_text("Zoé", None, "Lens") == " zoe lens "


class TestMatches:
    @pytest.fixture
    def found(self, db):
        make_person("Zoé", "Le Guen", search_text=search_text("Zoé Le Guen, Saint-Étienne"))

        def found(query, *, slips=False):
            statement = select(Person).where(matches(Person.search_text, query, slips=slips))
            return bool(db.scalars(statement).all())

        return found

    @pytest.mark.parametrize(
        "query", ["zoe", "ZOÉ", "guen zo", "saint etienne", "saint-ét", "leguen"[:2], ""]
    )
    def test_every_word_begins_a_word(self, found, query):
        assert found(query)

    @pytest.mark.parametrize("query", ["uen", "zoe dupont", "etiennee", "x"])
    def test_otherwise_nothing(self, found, query):
        assert not found(query)

    @pytest.mark.parametrize(
        "query",
        ["etiemne", "etinne", "ettienne", "eitenne", "etinene"],
        ids=["wrong", "missing", "double", "a", "b"],
    )
    def test_one_slip_is_forgiven_when_asked(self, found, query):
        assert found(query, slips=True)
        assert not found(query)

    def test_two_slips_are_not(self, found):
        assert not found("etiammes", slips=True)

    def test_short_words_forgive_nothing(self, found):
        assert not found("zoi", slips=True)

    @pytest.mark.parametrize("query", ["x%", "_oe", "z%x", "zo\\x"])
    def test_signs_of_the_database_mean_nothing(self, found, query):
        assert not found(query)

    def test_a_very_long_query_does_no_harm(self, found):
        assert not found("mot " * 500, slips=True)

    @pytest.mark.parametrize("query", ["œ" * 160, " ".join(["℡" * 80] * 8)], ids=["a word", "eight words"])
    def test_very_long_words_do_no_harm(self, found, query):
        assert not found(query, slips=True)
