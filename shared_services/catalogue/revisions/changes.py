"""What changed between two texts of an offer, word by word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\S+\s*")


class Piece(StrEnum):
    SAME = "same"
    TAKEN_OUT = "out"
    PUT_IN = "in"


@dataclass(frozen=True)
class Told:
    """One field of an offer as people read it."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Change:
    """A field that changed: its words in order, each the same, taken out or put in."""

    label: str
    before: str
    after: str

    @property
    def pieces(self) -> list[tuple[Piece, str]]:
        return list(_pieces(_WORDS.findall(self.before), _WORDS.findall(self.after)))


def list_changes(before: Iterable[Told], after: Iterable[Told]) -> list[Change]:
    """The fields that differ, in the order of the page."""
    known = {told.name: told for told in before}
    return [
        Change(told.label, known[told.name].text, told.text)
        for told in after
        if known[told.name].text != told.text
    ]


def list_unchanged(before: Iterable[Told], after: Iterable[Told]) -> list[Told]:
    known = {told.name: told.text for told in before}
    return [told for told in after if known[told.name] == told.text and told.text]


def _pieces(before: list[str], after: list[str]) -> Iterable[tuple[Piece, str]]:
    # A word is the same whatever space follows it, or a text that grows would change its last word.
    known, new = ([word.strip() for word in words] for words in (before, after))
    for verb, start, end, new_start, new_end in SequenceMatcher(None, known, new, False).get_opcodes():
        if verb == "equal":
            yield Piece.SAME, "".join(after[new_start:new_end])
            continue
        if end > start:
            yield Piece.TAKEN_OUT, "".join(before[start:end])
        if new_end > new_start:
            yield Piece.PUT_IN, "".join(after[new_start:new_end])
