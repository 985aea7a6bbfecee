"""How what people typed in a long field is read, on pages and papers alike. Knows no markup."""

import re
from collections.abc import Iterator
from itertools import groupby

DASH = re.compile(r"^\s*[-–•*]\s+")


def read_prose(text: str) -> Iterator[tuple[bool, list[str]]]:
    """Runs of lines: whether they are a list, whose lines begin with a dash, and the lines without it."""
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        for is_list, lines in groupby(block.split("\n"), key=lambda line: bool(DASH.match(line))):
            if kept := [DASH.sub("", line).strip() for line in lines if line.strip()]:
                yield is_list, kept
