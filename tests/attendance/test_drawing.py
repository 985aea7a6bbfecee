import base64
import io

import pytest
from PIL import Image

from shared_services.attendance.drawing import PREFIX, read_drawing
from shared_services.attendance.errors import NotADrawing
from tests.support.papers_signed import canvas, jpeg


def test_it_is_drawn_anew_small_in_greys():
    drawing = read_drawing(canvas(size=(1200, 400)))

    assert (drawing.width, drawing.height) == (600, 200)
    kept = Image.open(io.BytesIO(drawing.content))
    assert (kept.format, kept.mode) == ("PNG", "L")


@pytest.mark.parametrize("text", ["", canvas(is_drawn=False)])
def test_nothing_drawn_is_nothing_kept(text):
    assert read_drawing(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "x",
        PREFIX + "not base64",
        PREFIX + base64.b64encode(jpeg()).decode(),
        PREFIX + "A" * 300_000,
        canvas(size=(2000, 100)),
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(NotADrawing):
        read_drawing(text)
