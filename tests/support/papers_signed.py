"""Files that people send of what they signed, for tests."""

import base64
import io

from PIL import Image, ImageDraw

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)


def jpeg(colour: str = "white") -> bytes:
    """A photo that says where it was taken."""
    photo = Image.new("RGB", (60, 40), colour)
    exif = Image.Exif()
    exif[0x010F] = "Telephone of Alice"
    file = io.BytesIO()
    photo.save(file, "JPEG", exif=exif)
    return file.getvalue()


def canvas(*, is_drawn: bool = True, size: tuple[int, int] = (600, 200)) -> str:
    """What a page sends of a canvas."""
    drawn = Image.new("RGBA", size, (0, 0, 0, 0))
    if is_drawn:
        ImageDraw.Draw(drawn).line((10, 10, size[0] - 10, size[1] - 10), fill="black", width=3)
    file = io.BytesIO()
    drawn.save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
