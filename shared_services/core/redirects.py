"""Where a reader may be sent: only to a path of this site."""

import re
from urllib.parse import urlsplit

# Browsers read a backslash as a slash and skip control characters, so neither may appear.
_RISKY = re.compile(r"[\x00-\x20\x7f\\]")
LONGEST = 2000


def same_site_path(text: str | None) -> str | None:
    """`text` when it is a path of this site (`/sessions/4?from=mail`), else None."""
    if not text or len(text) > LONGEST or _RISKY.search(text):
        return None
    if not text.startswith("/") or text.startswith("//"):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else text
