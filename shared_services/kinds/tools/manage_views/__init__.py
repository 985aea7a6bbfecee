"""The desk of a hub for its tools."""

from . import closures, files, lending, loans, offers, scanning, units
from .blueprint import blueprint

__all__ = ["blueprint", "closures", "files", "lending", "loans", "offers", "scanning", "units"]
