"""From facts to a PDF that screen readers can read: tagged, PDF/UA-1.

Facts travel as data and never as source: whatever people typed comes out as they typed it. The templates
have no words of their own.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "papers"
# What the compiler's own fonts draw; it refuses a whole paper for one sign that they lack.
DRAWN = (
    (0x20, 0x7E),
    (0xA0, 0x4FF),
    (0x530, 0x5FF),
    (0x621, 0x63A),
    (0x641, 0x652),
    (0x1E00, 0x1FFF),
    (0x2000, 0x2040),
    (0x2044, 0x2052),
    (0x2054, 0x206F),
    (0x2070, 0x20CF),
    (0x2190, 0x22FF),
    (0x25A0, 0x25FF),
    (0xFB00, 0xFB06),
)
_BEYOND_ASCII = re.compile(r"[^\n\x20-\x7e]")
# They turn the direction of reading: a name could rewrite the line that it stands in.
TURNING = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
MISSING = "□"


def compile_pdf(template: str, facts: Mapping[str, Any]) -> bytes:
    """The paper that a template of `templates/papers/` makes of the facts, which JSON can hold.

    Same facts, same bytes: the day comes from the facts, the fonts from the compiler.
    """
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        sys_inputs={"facts": json.dumps(_all_drawn(facts), ensure_ascii=False)},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
    )


def _all_drawn(value: Any) -> Any:
    """Every text of the facts, wherever it stands."""
    if isinstance(value, str):
        return as_drawn(value)
    if isinstance(value, Mapping):
        return {name: _all_drawn(one) for name, one in value.items()}
    return [_all_drawn(one) for one in value] if isinstance(value, list | tuple) else value


def as_drawn(text: str) -> str:
    """Emoji and the like as empty boxes; what turns the direction of reading is left out."""
    return _BEYOND_ASCII.sub(lambda found: _drawn(found[0]), text)


def _drawn(sign: str) -> str:
    if sign in TURNING:
        return ""
    is_known = unicodedata.category(sign) != "Cn" and any(first <= ord(sign) <= last for first, last in DRAWN)
    return sign if is_known else MISSING


def day_parts(day: date) -> list[int]:
    """A day as templates read it."""
    return [day.year, day.month, day.day]
