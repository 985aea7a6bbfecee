"""A hub's trainings: offers, sessions, rosters."""

from . import bookings, merging, offers, repeating, roster, sessions, several, thin
from .blueprint import blueprint

__all__ = ["blueprint", "bookings", "merging", "offers", "repeating", "roster", "sessions", "several", "thin"]
