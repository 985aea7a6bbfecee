"""Lists that programs read slice by slice: the cursor says after which row to go on.

It is signed and bound to its list, so that what comes back is what was given out.
"""

import json
from collections.abc import Sequence
from typing import Any

from shared_services.core.signing import BadLink, sign, unsign

from .errors import BadCursor

MOST, USUAL = 100, 50


def read_cursor(of: str, cursor: str | None) -> list[Any] | None:
    """The key of the last row that was read in that list, None at its beginning. Raises BadCursor."""
    if cursor is None:
        return None
    try:
        key: list[Any] = json.loads(unsign(f"cursor-{of}", cursor))
    except BadLink:
        raise BadCursor from None
    return key


def write_cursor(of: str, key: Sequence[Any]) -> str:
    """Where to go on after the row with that key."""
    return sign(f"cursor-{of}", json.dumps(key))
