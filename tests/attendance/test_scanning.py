import io

import pytest
from PIL import Image

from shared_services.attendance.errors import HeicRefused, NotAScan, ScanTooLarge
from shared_services.attendance.scanning import MOST_BYTES, read_page
from shared_services.core.pictures import NotAPicture
from tests.support.papers_signed import HEIC, PDF, jpeg


def test_a_pdf_is_kept_as_it_came():
    assert (read_page(PDF).media_type, read_page(PDF).content) == ("application/pdf", PDF)


def test_a_photo_is_drawn_anew_and_says_nothing_of_who_took_it():
    page = read_page(jpeg())

    assert page.media_type == "image/webp"
    assert b"Alice" not in page.content
    assert Image.open(io.BytesIO(page.content)).size == (60, 40)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (HEIC, HeicRefused),
        (b"%PDF-1.7 cut on its way", NotAScan),
        (b"<script>alert('x')</script>", NotAPicture),
        (PDF.replace(b"%%EOF", b" " * MOST_BYTES + b"%%EOF"), ScanTooLarge),
        (b"", NotAPicture),
    ],
)
def test_anything_else_is_refused(data, error):
    with pytest.raises(error):
        read_page(data)
