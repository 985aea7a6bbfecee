"""The pictures of a few demo offers, drawn here in the colours of the house: no file is kept for them."""

import io
from collections.abc import Callable
from datetime import timedelta
from functools import cache

from PIL import Image, ImageDraw

from shared_services.catalogue.pictures.models import OfferPicture
from shared_services.catalogue.pictures.operations import Drawn, digest_of

from .part import Part

WIDTH, HEIGHT = 2400, 1600  # twice what is kept, so that edges are smooth
SENT = timedelta(days=165)
PAPER, TINT, FAR, NEAR = "#fbfaf7", "#e3f0f1", "#cfe3e4", "#a9cdd0"
PETROL, INK, ORANGE, SUN = "#0b5563", "#1b2430", "#9a4a00", "#f3c892"

Pen = ImageDraw.ImageDraw


def add_picture(part: Part, slug: str, offer_id: int) -> None:
    """The drawing of that offer where there is one, accepted with it; copies of the content share it."""
    if slug not in PICTURES:
        return
    alternative, draw = PICTURES[slug]
    drawn = _drawn(draw)
    sent_at = part.now - SENT
    part.rows.add(
        OfferPicture,
        offer_id=offer_id,
        digest=digest_of(drawn),
        alternative=alternative,
        large=drawn.large.content,
        small=drawn.small.content,
        width=drawn.large.width,
        height=drawn.large.height,
        sent_at=sent_at,
        accepted_at=sent_at,
    )


@cache
def _drawn(draw: Callable[[Pen], None]) -> Drawn:
    canvas = Image.new("RGB", (WIDTH, HEIGHT), TINT)
    draw(ImageDraw.Draw(canvas))
    file = io.BytesIO()
    canvas.save(file, "PNG")
    return Drawn.of(file.getvalue())


def _steps(pen: Pen) -> None:
    """Five steps up to a flag, somebody on the second one."""
    pen.ellipse((1500, 180, 2100, 780), fill=SUN)
    for number, colour in enumerate((FAR, NEAR, "#6fa9b0", "#3d7f8a", PETROL)):
        pen.rectangle((260 + number * 390, 1300 - number * 190, 2140, 1490 - number * 190), fill=colour)
    pen.rectangle((0, 1490, WIDTH, HEIGHT), fill=NEAR)
    pen.rectangle((1960, 180, 1984, 540), fill=INK)
    pen.polygon(((1984, 190), (2230, 270), (1984, 350)), fill=ORANGE)
    _person(pen, 830, 1110, ORANGE)
    _person(pen, 1010, 1110, PETROL)


def _padlock(pen: Pen) -> None:
    """A closed padlock before a screen, three letters kept outside."""
    pen.rounded_rectangle((760, 260, 2140, 1180), 60, fill=PETROL)
    pen.rounded_rectangle((830, 330, 2070, 1110), 30, fill=PAPER)
    pen.rectangle((1330, 1180, 1570, 1340), fill=PETROL)
    pen.rounded_rectangle((1080, 1330, 1820, 1400), 35, fill=PETROL)
    pen.arc((1260, 430, 1640, 850), 180, 360, fill=INK, width=70)
    pen.rectangle((1260, 630, 1330, 760), fill=INK)
    pen.rectangle((1570, 630, 1640, 760), fill=INK)
    pen.rounded_rectangle((1190, 730, 1710, 1050), 40, fill=ORANGE)
    pen.ellipse((1405, 810, 1495, 900), fill=PAPER)
    pen.polygon(((1425, 880), (1475, 880), (1490, 980), (1410, 980)), fill=PAPER)
    for top, tilt in ((330, 0), (680, 40), (1030, 10)):
        _letter(pen, 210 + tilt, top)


def _tablet(pen: Pen) -> None:
    """Two people on either side of a large tablet with a few big buttons."""
    pen.ellipse((180, 140, 620, 580), fill=SUN)
    pen.rectangle((0, 1360, WIDTH, HEIGHT), fill=NEAR)
    pen.rounded_rectangle((820, 420, 1580, 1400), 60, fill=INK)
    pen.rounded_rectangle((880, 500, 1520, 1320), 20, fill=PAPER)
    for row in range(3):
        for column in range(2):
            left, top = 950 + column * 270, 570 + row * 245
            colour = ORANGE if (row, column) == (1, 0) else (FAR, "#3d7f8a")[column]
            pen.rounded_rectangle((left, top, left + 230, top + 195), 36, fill=colour)
    _person(pen, 520, 1400, PETROL, scale=2.1)
    _person(pen, 1880, 1400, ORANGE, scale=2.1)


def _trolley(pen: Pen) -> None:
    """A trolley of laptops on two wheels, one of them open on its top."""
    pen.ellipse((1640, 120, 2160, 640), fill=SUN)
    pen.rectangle((0, 1400, WIDTH, HEIGHT), fill=NEAR)
    pen.rounded_rectangle((620, 640, 1780, 1320), 50, fill=PETROL)
    for row in range(2):
        pen.rounded_rectangle((690, 720 + row * 300, 1710, 950 + row * 300), 24, fill=PAPER)
        for place in range(6):
            left = 740 + place * 162
            pen.rounded_rectangle((left, 750 + row * 300, left + 110, 930 + row * 300), 14, fill=INK)
    pen.line(((1780, 700), (1980, 520)), fill=INK, width=36)
    for x in (820, 1580):
        pen.ellipse((x - 100, 1280, x + 100, 1480), fill=INK)
        pen.ellipse((x - 40, 1340, x + 40, 1420), fill=ORANGE)
    pen.rounded_rectangle((960, 270, 1440, 590), 26, fill=INK)
    pen.rectangle((1000, 310, 1400, 550), fill=ORANGE)
    pen.rounded_rectangle((890, 590, 1510, 640), 20, fill=INK)


def _person(pen: Pen, x: float, foot: float, colour: str, *, scale: float = 1) -> None:
    head, height = 52 * scale, 260 * scale
    top = foot - height
    pen.ellipse((x - head, top - head * 2.1, x + head, top - head * 0.1), fill=colour)
    pen.rounded_rectangle((x - 75 * scale, top, x + 75 * scale, foot), 70 * scale, fill=colour)
    pen.rectangle((x - 75 * scale, foot - 90 * scale, x + 75 * scale, foot), fill=colour)


def _letter(pen: Pen, left: int, top: int) -> None:
    pen.rounded_rectangle((left, top, left + 360, top + 240), 20, fill=PAPER)
    pen.line(((left + 20, top + 25), (left + 180, top + 140), (left + 340, top + 25)), fill=NEAR, width=18)


PICTURES: dict[str, tuple[str, Callable[[Pen], None]]] = {
    "accompagner-avec-pix": (
        "Dessin : deux personnes montent ensemble un escalier de cinq marches, un drapeau en haut.",
        _steps,
    ),
    "cybersecurite-du-quotidien": (
        "Dessin : un cadenas fermé sur un écran d'ordinateur ; trois lettres restent dehors.",
        _padlock,
    ),
    "numerique-avec-les-seniors": (
        "Dessin : deux personnes de part et d'autre d'une grande tablette à gros boutons.",
        _tablet,
    ),
    "chariot-ordinateurs": (
        "Dessin : un chariot à roulettes qui range des ordinateurs portables ; l'un d'eux est ouvert, posé dessus.",
        _trolley,
    ),
}
