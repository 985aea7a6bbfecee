from datetime import date

import pytest

from shared_services.core.i18n import force_locale
from shared_services.evidence.passport.export import as_data, as_pdf, said_progress, said_totals
from shared_services.evidence.passport.reading import Passport, Pathway, Recognised, Training
from tests.support.evidence import told_of, unsaid

TODAY = date(2027, 3, 1)
NUMBER = "NORD-2027-000001"
ONE = Training("Pix", "Hub du Nord", "", date(2027, 2, 2), date(2027, 2, 2), 0, "")
TWO = Training("Classer", "Hub du Nord", "Mairie", date(2027, 2, 3), date(2027, 2, 10), 390, NUMBER)
PATHWAY = Pathway("Médiatrice", "Hub", 1, 3, date(2027, 2, 10), [Recognised("Accueil", date(2027, 1, 5))])
PASSPORT = Passport("Alice Durand", [TWO, ONE], [PATHWAY])


@pytest.fixture(autouse=True)
def asked(app):
    with app.test_request_context():
        yield


def test_what_is_unknown_is_null_for_programs():
    data = as_data(PASSPORT, today=TODAY)
    certified, plain = data["trainings"]

    assert certified["certificate"]["number"] == NUMBER
    assert certified["certificate"]["address"].endswith(f"/verify/{NUMBER}")
    assert (plain["organisation"], plain["minutes"], plain["certificate"]) == (None, None, None)
    assert (data["made_on"], data["minutes"]) == ("2027-03-01", 390)


def test_pathways_tell_days_as_programs_read_them():
    (told,) = as_data(PASSPORT, today=TODAY)["pathways"]

    assert told["finished_on"] == "2027-02-10"
    assert told["recognised"] == [{"title": "Accueil", "on": "2027-01-05"}]


@pytest.mark.parametrize(
    ("language", "totals", "progress"),
    [
        ("fr", "2 formations suivies · 6 h 30 de présence · 1 certificat", "1 module fait ou reconnu sur 3"),
        ("en", "2 trainings attended · 6 h 30 attended · 1 certificate", "out of 3"),
    ],
)
def test_totals_are_said_in_the_reader_s_language(language, totals, progress):
    with force_locale(language):
        assert " · ".join(said_totals(PASSPORT)).replace("\u00a0", " ") == totals
        assert progress in said_progress(PATHWAY)


def test_nothing_learned_has_no_totals():
    assert said_totals(Passport("Alice", [], [])) == []


def test_the_pdf_is_tagged_and_in_the_reader_s_language(tmp_path):
    with force_locale("en"):
        pdf = as_pdf(PASSPORT, today=TODAY)

    assert "Tagged:          yes" in told_of(pdf, tmp_path)
    assert unsaid(pdf, tmp_path, "Alice Durand", NUMBER, "Classer") == []


def test_an_empty_one_says_so(tmp_path):
    with force_locale("fr"):
        pdf = as_pdf(Passport("Alice Durand", [], []), today=TODAY)

    assert unsaid(pdf, tmp_path, "Aucune formation suivie pour le moment.") == []
