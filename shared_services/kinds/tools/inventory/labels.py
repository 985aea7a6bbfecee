"""Labels to print and stick: the code of a unit holds the address that tells what can be done with it."""

import segno
from markupsafe import Markup

from shared_services.core.links import absolute_url

QUIET = 2  # modules of white around; the sheet leaves more


def address_of(unit_id: int) -> str:
    """Short, so that the code stays coarse enough to be read when it is worn."""
    return absolute_url("tools.scanned", unit_id=unit_id)


def drawn(address: str) -> Markup:
    """A QR code as an SVG without style; a quarter of it may be damaged."""
    code = segno.make(address, error="q", micro=False)
    svg = code.svg_inline(border=QUIET, svgclass="qr", lineclass=None, omitsize=True, unit="")
    return Markup(svg)  # noqa: S704 made of numbers, by us
