import re
import shutil
import subprocess

import pytest

from shared_services.papers.compiling import DRAWN, TEMPLATES, as_drawn, compile_pdf

HOSTILE = [
    '#panic("x")',
    "*gras* _italique_",
    "$x^2$",
    "@ref",
    "<label>",
    "\\u{41} \\ `code`",
    "// commentaire /* et */",
    "] #let x = 1 [",
    '#read("/etc/passwd")',
    "= Titre",
]


def facts(name="Zoé Bert", **given):
    return {
        "lang": "fr",
        "title": "Convention de prêt",
        "under_title": "N° 1",
        "number": "CP-1",
        "day": [2027, 2, 2],
        "maker": {"name": name, "rows": [name], "logo": None},
        "parties": [{"role": name, "name": name, "rows": [name]}] * 2,
        "what": {"title": name, "name": name, "columns": ["A", "B", "C"], "units": [[name, name, name]]},
        "terms": {"title": name, "rows": [[name, name]]},
        "duties": {"title": name, "rows": [name]},
        "signatures": {"title": name, "rows": [{"name": name, "hint": name}] * 2},
    } | given


def text_of(pdf, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not here")
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    read = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return read.stdout.decode()


@pytest.mark.parametrize("name", HOSTILE)
def test_what_people_typed_comes_out_as_they_typed_it(name, tmp_path):
    shown = " ".join(text_of(compile_pdf("loan_agreement", facts(name)), tmp_path).split())

    assert " ".join(name.split()) in shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Fête 🎉", "Fête □"),
        ("中文", "□□"),
        ("a\u202eb", "ab"),
        ("\ud800", "□"),
        ("\x07", "□"),
        ("Ł ό Жњ ﬁ – € →", "Ł ό Жњ ﬁ – € →"),
    ],
)
def test_a_sign_that_no_font_has_keeps_no_paper_from_being_made(name, shown):
    assert as_drawn(name) == shown
    assert compile_pdf("loan_agreement", facts(name)).startswith(b"%PDF-")


@pytest.mark.parametrize(("first", "last"), DRAWN)
def test_the_fonts_have_every_sign_that_is_said_to_be_drawn(first, last):
    signs = " ".join(as_drawn(chr(number)) for number in range(first, last + 1))

    assert compile_pdf("loan_agreement", facts("x", title=signs)).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("said", "is_link"),
    [
        ("https://visio.example/a", True),
        ("javascript:alert(1)", False),
        ("Voir https://visio.example/a", False),
    ],
)
def test_an_address_by_itself_can_be_followed(said, is_link):
    pdf = compile_pdf("loan_agreement", facts(terms={"title": "x", "rows": [["Lien", said]]}))

    assert (b"/URI" in pdf) is is_link


def test_it_is_tagged_in_its_language_with_a_title():
    pdf = compile_pdf("loan_agreement", facts())

    assert b"/MarkInfo" in pdf
    assert b"/Lang(fr)" in re.sub(rb"\s", b"", pdf)
    assert b"pdfuaid" in pdf


def test_the_same_facts_make_the_same_bytes():
    assert compile_pdf("loan_agreement", facts()) == compile_pdf("loan_agreement", facts())


def test_no_template_reads_what_is_outside_its_folder(tmp_path):
    for template in TEMPLATES.glob("*.typ"):
        assert not re.search(r"\bread\(|\bplugin\(|@preview", template.read_text()), template.name


def sheet(names):
    half_days = ["matin", "après-midi", "lendemain matin", "lendemain soir"]
    lines = [{"name": name, "under": [name], "cells": [[]] * len(half_days)} for name in names]
    parts = [{"columns": ["Personne", *half_days], "lines": lines}]
    return facts("Hub du Nord", rows=[["Lieu", "Lens"]] * 4, parts=parts, outro=["Signez."], room=8)


def test_thirty_people_with_long_names_sign_on_three_pages_each_with_its_header(tmp_path):
    names = [f"Maximilienne-Alexandrine Vanderhaeghen-Desrousseaux {number}" for number in range(30)]

    pages = text_of(compile_pdf("sheet", sheet(names)), tmp_path).removesuffix("\f").split("\f")

    assert len(pages) == 3
    assert all("lendemain matin" in page for page in pages)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_list_in_a_letter_says_what_was_typed_and_nothing_else(name, tmp_path):
    section = {
        "title": "Programme",
        "rows": [],
        "prose": ["Le matin :", [name, "puis le reste"]],
        "items": [],
    }
    letter = facts("Hub", intro=[], sections=[section], outro=[], signatures=[], check=None)

    shown = " ".join(text_of(compile_pdf("letter", letter), tmp_path).split())

    assert f"• {' '.join(name.split())}" in shown
    assert "• puis le reste" in shown
