import io

import pytest
from PIL import Image

from shared_services.core import pictures
from shared_services.core.pictures import NotAPicture, PictureTooLarge, clean_picture


def file_of(size=(300, 200), kind="PNG", mode="RGB", **given):
    file = io.BytesIO()
    Image.new(mode, size, 128 if mode == "L" else None).save(file, kind, **given)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_drawn_anew_and_made_smaller(kind):
    cleaned = clean_picture(file_of(kind=kind), most_side=150)

    assert (cleaned.width, cleaned.height) == (150, 100)
    assert Image.open(io.BytesIO(cleaned.content)).format == "WEBP"


def test_a_small_picture_is_not_made_larger():
    assert clean_picture(file_of((20, 10)), most_side=150).width == 20


def test_what_the_camera_wrote_is_left_behind_but_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "a camera"
    cleaned = clean_picture(file_of(kind="JPEG", exif=exif), most_side=300)

    assert (cleaned.width, cleaned.height) == (200, 300)
    assert not Image.open(io.BytesIO(cleaned.content)).getexif()


def test_transparency_stays():
    cleaned = clean_picture(file_of(mode="RGBA"), most_side=300)

    assert Image.open(io.BytesIO(cleaned.content)).mode == "RGBA"


@pytest.mark.parametrize(
    "data", [b"", b"<svg onload='x'>", file_of()[:60], file_of(kind="GIF"), b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(NotAPicture):
        clean_picture(data, most_side=300)


def test_a_small_file_that_unfolds_into_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 300 * 200 - 1)

    with pytest.raises(PictureTooLarge):
        clean_picture(file_of(), most_side=300)
