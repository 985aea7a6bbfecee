"""The desk of a hub for its tools."""

from . import closures, files, loans, offers, units
from .blueprint import blueprint

__all__ = ["blueprint", "closures", "files", "loans", "offers", "units"]
