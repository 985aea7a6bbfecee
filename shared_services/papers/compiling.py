"""From facts to a PDF that screen readers can read: tagged, PDF/UA-1.

Facts travel as data and never as source: whatever people typed comes out as they typed it. The templates
have no words of their own.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "papers"


def compile_pdf(template: str, facts: Mapping[str, Any]) -> bytes:
    """The paper that a template of `templates/papers/` makes of the facts, which JSON can hold.

    Same facts, same bytes: the day comes from the facts, the fonts from the compiler.
    """
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
    )


def day_parts(day: date) -> list[int]:
    """A day as templates read it."""
    return [day.year, day.month, day.day]
