import io

import pytest
from openpyxl import load_workbook

from shared_services.core.spreadsheets import as_csv, as_xlsx, file_name

HEADER = ("Nom", "Motif")


@pytest.mark.parametrize("cell", ["=1+1", "+33 6 12 34 56 78", "-2", "@import", "\t=1", "\r=1"])
def test_no_cell_of_a_csv_computes(cell):
    text = as_csv(HEADER, [(cell, "x")]).decode()

    assert f"'{cell}" in text


def test_a_french_spreadsheet_opens_the_csv_rightly():
    told = as_csv(HEADER, [("Zoé", "à revoir ; demain")])

    assert told.decode("utf-8-sig") == 'Nom;Motif\r\nZoé;"à revoir ; demain"\r\n'
    assert told.startswith(b"\xef\xbb\xbf")


def test_every_cell_of_an_xlsx_is_text():
    file = as_xlsx(HEADER, [("=1+1", "https://exemple.fr"), ("007", "x")], sheet="Inscrits : [2027]")

    page = load_workbook(io.BytesIO(file)).active
    rows = [[(cell.value, cell.data_type) for cell in row] for row in page.iter_rows(min_row=2)]
    assert rows == [[("=1+1", "s"), ("https://exemple.fr", "s")], [("007", "s"), ("x", "s")]]
    assert page.title == "Inscrits    2027"


def test_the_name_of_a_file_can_be_read():
    assert file_name("Inscrits", "Été & Pix", "2027-02-02", ending="csv") == "inscrits-ete-pix-2027-02-02.csv"
