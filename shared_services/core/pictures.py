"""Pictures that people send: checked by opening them, then drawn anew: nothing else travels inside."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from .errors import DomainError
from .i18n import _l

ACCEPTED = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000  # what a telephone takes; a small file may unfold into far more
MIMETYPE = "image/webp"
QUALITY = 85


class NotAPicture(DomainError):
    code = "not_a_picture"
    status = 422
    sentence = _l(
        "Ce fichier n'est pas une image que nous savons lire : choisissez un PNG, un JPEG ou un WebP."
    )


class PictureTooLarge(DomainError):
    code = "picture_too_large"
    status = 422
    sentence = _l("Cette image est trop lourde : 5 Mo et 40 millions de points au plus.")


@dataclass(frozen=True)
class Picture:
    """A WebP file, its width and height in points; no date, place or camera is left in it."""

    content: bytes
    width: int
    height: int


def clean_picture(data: bytes, *, most_side: int, most_bytes: int = MOST_BYTES) -> Picture:
    """The picture upright, its longer side at most `most_side`. Raises NotAPicture, PictureTooLarge."""
    drawn = _draw(data, most_bytes)
    drawn.thumbnail((most_side, most_side))
    return _written(drawn)


def crop_picture(data: bytes, *, shape: tuple[int, int], widths: Sequence[int]) -> list[Picture]:
    """The middle of the picture in that shape, once a width; never larger than it came.

    Raises NotAPicture, PictureTooLarge.
    """
    drawn = _draw(data, MOST_BYTES)
    across, down = shape
    widest = max(1, min(drawn.width, drawn.height * across // down))
    return [_written(_cropped(drawn, min(width, widest), shape)) for width in widths]


def _cropped(drawn: Image.Image, width: int, shape: tuple[int, int]) -> Image.Image:
    across, down = shape
    return ImageOps.fit(drawn, (width, max(1, width * down // across)))


def _draw(data: bytes, most_bytes: int) -> Image.Image:
    if len(data) > most_bytes:
        raise PictureTooLarge
    try:
        with Image.open(io.BytesIO(data), formats=ACCEPTED) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureTooLarge
            upright = ImageOps.exif_transpose(opened)
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NotAPicture from None


def _written(drawn: Image.Image) -> Picture:
    drawn.info.clear()
    file = io.BytesIO()
    drawn.save(file, "WEBP", quality=QUALITY)
    return Picture(file.getvalue(), drawn.width, drawn.height)
