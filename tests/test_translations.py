"""Every sentence is in both languages, and a reader of English meets no French one of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from babel.messages.catalog import Catalog, Message
from flask import Flask
from jinja2 import Environment
from sqlalchemy import select, update
from werkzeug.routing import Rule
from wtforms import IntegerField, SelectField

from shared_services.accounts.models import Person
from shared_services.catalogue.models import Offer
from shared_services.core.database import transaction
from shared_services.core.forms import Form
from shared_services.core.i18n import _, force_locale
from shared_services.network.models import Departement
from tests.support import access_matrix
from tests.support.pages import Page
from tools import messages

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%(?!\()[a-z%]")
TEMPLATES = messages.ROOT / "templates"
READABLE = ("placeholder", "aria-label", "alt", "title")


def sentences(catalogue: Catalog) -> dict[Any, Message]:
    return {message.id: message for message in catalogue if message.id}


def forms(said: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


@pytest.fixture(scope="module")
def said_by_the_code() -> dict[Any, Message]:
    return sentences(messages.collect())


@pytest.mark.parametrize("language", messages.LANGUAGES)
class TestCatalogue:
    def test_holds_exactly_what_the_code_says(self, said_by_the_code, language):
        held = sentences(messages.read(language))

        assert set(said_by_the_code) - set(held) == set(), "run `make messages`, then translate"
        assert set(held) - set(said_by_the_code) == set(), "run `make messages`"

    def test_has_no_empty_and_no_doubtful_sentence(self, language):
        held = sentences(messages.read(language)).values()

        assert [m.id for m in held if not all(form.strip() for form in forms(m.string))] == []
        assert [m.id for m in held if m.fuzzy] == []

    def test_keeps_the_placeholders_of_every_form(self, language):
        def differs(message: Message) -> bool:
            asked = [sorted(re.findall(PLACEHOLDER, form)) for form in forms(message.id)]
            given = [sorted(re.findall(PLACEHOLDER, form)) for form in forms(message.string)]
            return asked != given

        assert [m.id for m in sentences(messages.read(language)).values() if differs(m)] == []


class TestEnglish:
    def test_holds_no_contraction_and_no_french_punctuation(self):
        held = [form for m in sentences(messages.read("en")).values() for form in forms(m.string)]

        assert [
            said for said in held if re.search(r"\w(n't|'re|'ll|'ve|'d|'m)\b|\b(it|that|here)'s\b", said)
        ] == []
        assert [said for said in held if re.search(r"[«»]|[\s\u00a0\u202f][:;!?]", said)] == []


class TestFrench:
    def test_is_the_sentence_of_the_code_with_its_no_break_spaces(self):
        plain = {m.id: forms(m.string) for m in sentences(messages.read("fr")).values()}

        assert {k: v for k, v in plain.items() if tuple(map(messages.typeset, forms(k))) != v} == {}

    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            ("Motif : complet", "Motif\u00a0: complet"),
            ("Rien reçu ? Écrivez !", "Rien reçu\u00a0? Écrivez\u00a0!"),
            ("« %(title)s », %(day)s", "«\u00a0%(title)s\u00a0», %(day)s"),
            ("de 9 h 30 à 12 h, 45 €", "de 9\u00a0h\u00a030 à 12\u00a0h, 45\u00a0€"),
            ("Déjà\u00a0: rien", "Déjà\u00a0: rien"),
        ],
    )
    def test_typesetting(self, typed, read):
        assert messages.typeset(typed) == read

    def test_what_is_read_was_compiled(self, app, db):
        with app.test_request_context():
            assert _("Motif : %(reason)s", reason="gel") == "Motif\u00a0: gel"
            with force_locale("en"):
                assert _("Motif : %(reason)s", reason="ice") == "Reason: ice"


class TestFormsOfTheLibrary:
    class Ask(Form):
        number = IntegerField()
        kind = SelectField(choices=["a"])

    @pytest.mark.parametrize(
        ("language", "not_a_number", "not_a_choice"),
        [
            ("fr", "N'est pas un entier valide.", "Choisissez dans la liste."),
            ("en", "Not a valid integer value.", "Choose from the list."),
        ],
    )
    def test_speak_the_language_of_the_reader(self, app, db, language, not_a_number, not_a_choice):
        with app.test_request_context(
            method="POST", data={"number": "x", "kind": "b"}, headers={"Accept-Language": language}
        ):
            form = self.Ask()
            form.validate()

            assert form.number.errors == [not_a_number]
            assert form.kind.errors == [not_a_choice]


@pytest.mark.once
class TestWalkInEnglish:
    @pytest.mark.parametrize("role", access_matrix.ROLES)
    def test_no_page_says_a_french_sentence_of_ours(self, app, db, role):
        world = access_matrix.World(app)
        with transaction() as writing:
            writing.execute(update(Person).values(locale="en"))
            writing.execute(update(Offer).values(title="Pix"))  # not the word of a state
        french = FrenchSentences(messages.read("en"))
        names = set(db.scalars(select(Departement.name)))  # what départements are called is not ours
        seen, left = 0, []
        for rule in pages_open_to(app, role):
            with app.test_request_context():
                values = {name: world.hubs[0].values_for(rule)[name] for name in rule.arguments}
                path = app.url_map.bind("localhost").build(rule.endpoint, values)
            with access_matrix.undone():
                answer = world.browser(role).get(path, headers={"Accept-Language": "en"})
            if answer.mimetype != "text/html" or answer.status_code in (302, 303):
                continue
            seen += 1
            page = Page(answer.text)
            assert page.root.get("lang") == "en", path
            left += [(path, *found) for found in french.found_in(page) if found[0] not in names]
        assert seen > 20
        assert left == []


def pages_open_to(app: Flask, role: str) -> Iterator[Rule]:
    """What the reviewed table says this role may open, and an address that all but admins are refused."""
    column = access_matrix.columns_of(role)[0]
    is_open = {
        row["endpoint"]
        for row in access_matrix.reviewed()
        if row["method"] == "GET" and row[column] == "open"
    }
    for rule, method in access_matrix.routes(app):
        if method == "GET" and (rule.endpoint in is_open or rule.endpoint == "admin.home"):
            yield rule


class FrenchSentences:
    """Finds them on a page: a whole run of text, or a long one within a run."""

    def __init__(self, english: Catalog) -> None:
        self.whole: dict[str, str] = {}
        self.judged: dict[str, list[str]] = {}
        self.long: list[str] = []
        self.filled: list[re.Pattern[str]] = []
        for message in sentences(english).values():
            for french, translated in zip(forms(message.id), forms(message.string), strict=True):
                if french == translated:
                    continue
                plain = tidy(french)
                literal = PLACEHOLDER.sub("", plain)
                if literal == plain:
                    self.whole[plain] = french
                    self.long += [plain] if len(plain.split()) > 3 else []
                elif len(re.findall(r"\w", literal)) >= 8:
                    parts = re.split(r"%\(\w+\)[a-z]", plain)
                    # Whole words: an English "certificate" holds no French "certificat".
                    self.filled.append(re.compile(".+?".join(map(re.escape, parts)) + r"(?!\w)"))

    def found_in(self, page: Page) -> Iterator[tuple[str, str]]:
        for run in runs_of_text(page.root):
            if run not in self.judged:  # most of a page is on every page
                self.judged[run] = list(self._found_in(run))
            yield from ((run, sentence) for sentence in self.judged[run])

    def _found_in(self, run: str) -> Iterator[str]:
        if run in self.whole:
            yield self.whole[run]
            return
        yield from (sentence for sentence in self.long if sentence in run)
        yield from (one.pattern for one in self.filled if one.search(run))


def runs_of_text(root: Element) -> Iterator[str]:
    """What is between two tags, and the attributes that are read aloud."""
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        spoken = [element.text, *(child.tail for child in element), *map(element.get, READABLE)]
        yield from filter(None, (tidy(said or "") for said in spoken))


def tidy(said: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", said).strip()


class TestTemplates:
    @pytest.mark.parametrize(
        "path",
        sorted(p for p in TEMPLATES.rglob("*") if p.suffix in (".html", ".txt")),
        ids=lambda path: str(path.relative_to(TEMPLATES)),
    )
    def test_say_nothing_that_cannot_be_translated(self, path):
        tokens = Environment(extensions=["jinja2.ext.i18n"]).lex(path.read_text(encoding="utf-8"))
        written = "".join(words if kind == "data" else "\0" for _line, kind, words in tokens)
        attributes = re.findall(rf'(?:{"|".join(READABLE)})="([^"]*)"', written)
        bare = re.sub(
            r"<style>.*?</style>|<[^>]*>|&\w+;|\w+\.\w+/\S*",
            " ",
            " ".join([written, *attributes]),
            flags=re.DOTALL,
        )

        assert re.findall(r"[^\W\d_]{2,}", bare) == []
        assert re.findall(r"\0 ?[:;!?](?=[\s\0])", written) == [], "this mark wears its space in French only"
