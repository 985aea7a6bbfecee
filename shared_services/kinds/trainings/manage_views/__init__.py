"""A hub's trainings: offers, sessions, rosters."""

from . import bookings, offers, roster, sessions
from .blueprint import blueprint

__all__ = ["blueprint", "bookings", "offers", "roster", "sessions"]
