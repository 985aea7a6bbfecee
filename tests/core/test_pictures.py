import io

import pytest
from PIL import Image

from shared_services.core import pictures
from shared_services.core.pictures import NotAPicture, PictureTooLarge, clean_picture, crop_picture


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


class TestCropping:
    def test_the_same_shape_at_both_widths(self):
        large, small = crop_picture(file_of((3000, 1000)), shape=(3, 2), widths=(1200, 480))

        assert (large.width, large.height) == (1200, 800)
        assert (small.width, small.height) == (480, 320)

    @pytest.mark.parametrize("size", [(300, 900), (300, 200), (300, 201)])
    def test_it_is_never_made_larger(self, size):
        large, small = crop_picture(file_of(size), shape=(3, 2), widths=(1200, 480))

        assert (large.width, large.height) == (small.width, small.height) == (300, 200)

    @pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1)])
    def test_a_line_or_a_point_is_a_picture_too(self, size):
        assert crop_picture(file_of(size), shape=(3, 2), widths=(1200,))[0].width >= 1

    def test_it_stands_upright_before_it_is_cut(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        cropped = crop_picture(file_of((200, 300), kind="JPEG", exif=exif), shape=(3, 2), widths=(1200,))

        assert (cropped[0].width, cropped[0].height) == (300, 200)

    def test_what_is_no_picture_is_refused(self):
        with pytest.raises(NotAPicture):
            crop_picture(b"<svg onload='x'>", shape=(3, 2), widths=(1200,))
