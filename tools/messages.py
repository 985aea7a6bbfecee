"""`make messages`: the catalogues of sentences follow the code. Only English is written by hand.

Sentences are French in the code; `fr` holds the same ones with the no-break spaces of French typography, so
that nobody has to type them. What is no longer said leaves both catalogues. `en` keeps what was translated; a
new sentence is empty there until somebody writes it. `python -m tools.messages compile` makes the .mo files
that the site reads.
"""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "shared_services" / "translations"
LANGUAGES = ("fr", "en")
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None}

NO_BREAK = "\u00a0"
_BEFORE = re.compile(r"(?<=[^\s]) (?=[:;!?»€])")
_AFTER_QUOTE = re.compile(r"« ")
_HOURS = re.compile(r"(?<=\d) (?=h\b)|(?<=\d h) (?=\d)")
# Lines of the head that say nothing here, or change at every run.
_RESTLESS = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
)


def collect() -> Catalog:
    """Every sentence that the code and the templates say."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as written:
        methods, options = parse_mapping_cfg(written)
    said = Catalog()
    for folder in ("shared_services", "templates"):
        for _file, _line, sentence, _comments, _context in extract_from_dir(
            ROOT / folder,
            method_map=[(pattern.removeprefix(f"{folder}/"), how) for pattern, how in methods],
            options_map={pattern.removeprefix(f"{folder}/"): given for pattern, given in options.items()},
            keywords=KEYWORDS,
        ):
            said.add(sentence)
    return said


def read(language: str) -> Catalog:
    """The committed catalogue of a language; an empty one for a language that starts."""
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stored:
        return read_po(stored, locale=language)


def update() -> None:
    """Make both catalogues hold exactly what is said now."""
    said = collect()
    for language in LANGUAGES:
        known = read(language)
        catalogue = Catalog(locale=language, fuzzy=False, header_comment="")
        for message in said:
            if message.id:
                catalogue.add(message.id, _typeset(message) if language == "fr" else _kept(known, message))
        path = _path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_written(catalogue), encoding="utf-8")
        for message in catalogue:
            if message.id and not any(message.string):
                print(f"to translate into {language}: {message.id}")


def compile_catalogues() -> None:
    """Make the .mo files that are missing or older than their .po; whole at once, for who reads meanwhile."""
    for language in LANGUAGES:
        source, target = _path(language), _path(language).with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
            continue
        unfinished = target.with_suffix(f".{os.getpid()}.tmp")
        with unfinished.open("wb") as compiled:
            write_mo(compiled, read(language))
        unfinished.replace(target)


def typeset(sentence: str) -> str:
    """French with its no-break spaces: before : ; ! ? » €, after «, within 9 h 30."""
    sentence = _AFTER_QUOTE.sub(f"«{NO_BREAK}", sentence)
    return _HOURS.sub(NO_BREAK, _BEFORE.sub(NO_BREAK, sentence))


def _typeset(message: Message) -> str | tuple[str, ...]:
    if isinstance(message.id, str):
        return typeset(message.id)
    return tuple(typeset(form) for form in message.id)


def _kept(known: Catalog, message: Message) -> str | tuple[str, ...]:
    """The translation we have, if the sentence still has as many forms."""
    found = known.get(message.id)
    if found is not None and type(found.id) is type(message.id):
        return found.string
    return "" if isinstance(message.id, str) else ("", "")


def _written(catalogue: Catalog) -> str:
    file = io.BytesIO()
    write_po(file, catalogue, width=110, no_location=True, sort_output=True)
    lines = file.getvalue().decode().lstrip().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in _RESTLESS)))


def _path(language: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


if __name__ == "__main__":
    if sys.argv[1:] != ["compile"]:
        update()
    compile_catalogues()
