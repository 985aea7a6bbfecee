"""Words compared as people mean them: without accents, case, hyphens, nor one slip of the finger."""

import re
import unicodedata

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")
SHORTEST_WORD_WITH_A_SLIP = 5
MOST_WORDS = 8
MOST_LETTERS = 40  # of a word: SQLite refuses an expression of more than a thousand terms


def normalised(text: str) -> str:
    """Lower case ASCII words separated by one space: `L'Éveil-Numérique` → `l eveil numerique`."""
    return _NOT_WORD.sub(" ", without_accents(text)).strip()


def without_accents(text: str) -> str:
    """Lower case letters without accents; spaces and signs stay: `À 9 h, l'été` → `a 9 h, l'ete`."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES)
    return "".join(c for c in plain if not unicodedata.combining(c))


def search_text(*parts: str | None) -> str:
    """What a row is found by: all its words, normalised, with a space at both ends."""
    return f" {normalised(' '.join(part for part in parts if part))} "


def matches(column: InstrumentedAttribute[str], query: str, *, slips: bool = False) -> ColumnElement[bool]:
    """True where every word of `query` begins a word of `column`, written by `search_text`.

    With `slips`, a word of five letters or more may have one letter wrong, missing, too many or
    exchanged with its neighbour. The patterns hold only a-z, 0-9 and our own wildcards.
    """
    words = [word[:MOST_LETTERS] for word in normalised(query).split()[:MOST_WORDS]]
    return and_(
        True,
        *(or_(*(column.like(f"% {form}%") for form in (_near(w) if slips else [w]))) for w in words),
    )


def _near(word: str) -> list[str]:
    if len(word) < SHORTEST_WORD_WITH_A_SLIP:
        return [word]
    forms = {word}
    for i in range(1, len(word)):  # people get the first letter right
        head, letter, tail = word[:i], word[i], word[i + 1 :]
        forms.add(f"{head}_{tail}")
        forms.add(f"{head}{tail}")
        forms.add(f"{head}_{letter}{tail}")
        if tail:
            forms.add(f"{head}{tail[0]}{letter}{tail[1:]}")
    return sorted(forms)
