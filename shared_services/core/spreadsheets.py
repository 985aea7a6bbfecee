"""Tables as files: CSV that French spreadsheets open rightly, and XLSX. No cell is ever a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

import xlsxwriter

from .text import normalised

# What makes a spreadsheet compute instead of show (OWASP, « CSV injection »).
_COMPUTES = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN_IN_SHEET = re.compile(r"[\[\]:*?/\\']")
LONGEST_SHEET_NAME = 31
WIDTH = 22


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Semicolons and a byte order mark; a cell that would compute starts with an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([shown_not_computed(cell) for cell in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def as_xlsx(header: Sequence[str], rows: Iterable[Sequence[str]], *, sheet: str) -> bytes:
    """One sheet; every cell is written as text, so that nothing needs to be neutralised."""
    file = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, {"in_memory": True, **plain}) as book:
        page = book.add_worksheet(_FORBIDDEN_IN_SHEET.sub(" ", sheet).strip()[:LONGEST_SHEET_NAME] or None)
        bold = book.add_format({"bold": True})
        for column, title in enumerate(header):
            page.write_string(0, column, title, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                page.write_string(number, column, cell)
        page.freeze_panes(1, 0)
        page.set_column(0, max(0, len(header) - 1), WIDTH)
    return file.getvalue()


def shown_not_computed(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_COMPUTES) else cell


def file_name(*words: str, ending: str) -> str:
    """« inscrits », « Premiers pas », « 2027-02-02 » → `inscrits-premiers-pas-2027-02-02.csv`."""
    name = "-".join(normalised(word).replace(" ", "-") for word in words)
    return f"{name[:100].strip('-')}.{ending}"
