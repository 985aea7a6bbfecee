"""A signature drawn with the finger: what comes from the page, and what is kept of it."""

import base64
import binascii
import io
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from .errors import NotADrawing

PREFIX = "data:image/png;base64,"
MOST_SIGNS = 200_000  # of base64: a drawn line is far smaller
MOST_WIDTH, MOST_HEIGHT = 1600, 800
KEPT_SIZE = (600, 200)


@dataclass(frozen=True)
class Drawing:
    """A PNG in greys on white, drawn anew: nothing else travels inside."""

    content: bytes
    width: int
    height: int


def read_drawing(text: str) -> Drawing | None:
    """The drawing of a canvas as the page sends it; None when nothing was drawn. Raises NotADrawing."""
    if not text:
        return None
    if not text.startswith(PREFIX) or len(text) > MOST_SIGNS:
        raise NotADrawing
    try:
        data = base64.b64decode(text.removeprefix(PREFIX), validate=True)
        with Image.open(io.BytesIO(data), formats=["PNG"]) as opened:
            if opened.width > MOST_WIDTH or opened.height > MOST_HEIGHT:
                raise NotADrawing
            drawn = opened.convert("RGBA")
    except (binascii.Error, UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise NotADrawing from None
    return _kept(drawn)


def _kept(drawn: Image.Image) -> Drawing | None:
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    grey = paper.convert("L")
    darkest, lightest = grey.getextrema()
    if darkest == lightest:  # an empty canvas
        return None
    grey.thumbnail(KEPT_SIZE)
    file = io.BytesIO()
    grey.save(file, "PNG", optimize=True)
    return Drawing(file.getvalue(), grey.width, grey.height)
