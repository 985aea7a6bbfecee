"""A page of paper that comes as a file: what it really is, and what is kept of it."""

from dataclasses import dataclass

from shared_services.core.pictures import MIMETYPE, clean_picture

from .errors import HeicRefused, NotAScan, ScanTooLarge

PDF = "application/pdf"
MOST_BYTES = 10 * 1024 * 1024  # what a telephone makes of a page, with room to spare
MOST_SIDE = 2400  # a page of A4 at 200 points an inch stays readable
END_OF_PDF = 1024
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


@dataclass(frozen=True)
class ScannedPage:
    """What is kept: a PDF as it came, a picture drawn anew, upright, without where and when it was taken."""

    media_type: str
    content: bytes


def read_page(data: bytes) -> ScannedPage:
    """What a file says it is counts for nothing. Raises ScanTooLarge, HeicRefused, NotAScan, and what
    `clean_picture` raises."""
    if len(data) > MOST_BYTES:
        raise ScanTooLarge
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        raise HeicRefused
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-END_OF_PDF:]:  # cut on its way
            raise NotAScan
        return ScannedPage(PDF, data)
    return ScannedPage(MIMETYPE, clean_picture(data, most_side=MOST_SIDE, most_bytes=MOST_BYTES).content)
