"""The pages of an expert, over all her hubs: agenda, appointments, availability."""

from . import agenda, availability, calendars, notes
from .blueprint import blueprint

__all__ = ["agenda", "availability", "blueprint", "calendars", "notes"]
