"""The inventory as a table that leaves and comes back: what each line asks for. Knows no database."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared_services.core.i18n import _
from shared_services.core.text import normalised

from ..models import UNIT_STATES, ToolUnit, UnitState

HEADER = ("outil", "étiquette", "numéro de série", "état", "emplacement", "note")
MOST_LINES = 2000
MOST = {"label": 40, "serial_number": 80, "location": 120, "note": 2000}
COMPUTES = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Line:
    """One unit as a file tells it; `tool_id` is that of the title it names."""

    number: int
    tool_id: int
    label: str
    serial_number: str
    state: UnitState
    location: str
    note: str


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a line; 0 for the file as a whole."""

    number: int
    sentence: str


@dataclass(frozen=True)
class Reading:
    """What a file asks for, and all that is wrong with it: with anything wrong, nothing is written."""

    lines: list[Line]
    wrong: list[Wrong]


def rows_of(units: Iterable[ToolUnit], titles: Mapping[int, str]) -> list[list[str]]:
    """The inventory as rows under HEADER, in French for every reader: it comes back as it left."""
    return [
        [
            titles[unit.tool_id],
            unit.label,
            unit.serial_number,
            WORD_OF[unit.state],
            unit.location,
            unit.note,
        ]
        for unit in units
    ]


WORD_OF = {
    UnitState.AVAILABLE: "en service",
    UnitState.UNDER_REPAIR: "en réparation",
    UnitState.LOST: "perdu",
    UnitState.RETIRED: "réformé",
}


def read_inventory(content: bytes, tools: Mapping[str, int]) -> Reading:
    """Line by line; `tools` gives the number of each tool by its normalised title."""
    text = _decoded(content)
    if text is None:
        return Reading([], [Wrong(0, _("Ce fichier n'est pas un tableau en texte (CSV)."))])
    rows = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    columns = _columns(rows[0]) if rows else {}
    missing = [name for name in HEADER[:2] if name not in columns]
    if missing:
        sentence = _("La première ligne doit nommer les colonnes ; il manque : %(names)s.")
        return Reading([], [Wrong(0, sentence % {"names": ", ".join(missing)})])
    if len(rows) > MOST_LINES + 1:
        return Reading([], [Wrong(0, _("%(most)d lignes au plus à la fois.", most=MOST_LINES))])
    lines: list[Line] = []
    wrong: list[Wrong] = []
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            _read_line(number, _cells(row, columns), tools, lines, wrong)
    if not lines and not wrong:
        wrong.append(Wrong(0, _("Ce fichier ne contient aucun exemplaire.")))
    return Reading(lines, wrong)


def _read_line(
    number: int, cells: dict[str, str], tools: Mapping[str, int], lines: list[Line], wrong: list[Wrong]
) -> None:
    """Add what the line asks for, or all that is wrong with it."""
    said: list[str] = []
    tool_id = tools.get(normalised(cells["outil"]))
    if tool_id is None:
        said.append(_("l'outil « %(title)s » n'est pas dans ce hub", title=cells["outil"]))
    label = clean_label(cells["étiquette"])
    if not label:
        said.append(_("l'étiquette manque"))
    elif label in {line.label for line in lines}:
        said.append(_("l'étiquette %(label)s est déjà plus haut dans le fichier", label=label))
    state = _state(cells["état"])
    if state is None:
        words = ", ".join(WORD_OF.values())
        said.append(
            _("l'état « %(word)s » n'existe pas : écrivez %(words)s", word=cells["état"], words=words)
        )
    texts = {
        "label": label,
        "serial_number": cells["numéro de série"],
        "location": cells["emplacement"],
        "note": cells["note"],
    }
    said += [
        _("un texte dépasse %(most)d caractères", most=MOST[name])
        for name, text in texts.items()
        if len(text) > MOST[name]
    ]
    if said or tool_id is None or state is None:
        wrong.append(Wrong(number, " ; ".join(said)))
        return
    lines.append(Line(number=number, tool_id=tool_id, state=state, **texts))


def clean_label(label: str) -> str:
    """« lap-01 » and « LAP-01 » are the same label, typed or scanned."""
    return " ".join(label.split()).upper()


def _state(word: str) -> UnitState | None:
    """In French or English, as people write it; nothing said is in service."""
    known = {normalised(said): state for state, said in WORD_OF.items()}
    known |= {normalised(state.value): state for state in UnitState}
    known |= {normalised(str(said)): state for state, said in UNIT_STATES.items()}
    return known.get(normalised(word)) if word else UnitState.AVAILABLE


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Where each known column is, however it is accented or capitalised."""
    known = {normalised(name): name for name in HEADER}
    found: dict[str, int] = {}
    for place, title in enumerate(header):
        name = known.get(normalised(title))
        if name:
            found.setdefault(name, place)
    return found


def _cells(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    given = {name: row[place] for name, place in columns.items() if place < len(row)}
    return {name: _plain(given.get(name, "")) for name in HEADER}


def _plain(cell: str) -> str:
    """Without the apostrophe that our own files put before what a spreadsheet would compute."""
    text = "".join(sign for sign in cell if sign.isprintable() or sign in "\n\t").strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(COMPUTES) else text


def _decoded(content: bytes) -> str | None:
    if b"\x00" in content:
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(";,\t", key=first.count)
