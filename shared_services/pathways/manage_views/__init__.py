"""What a hub's managers do with their pathways, in one blueprint."""

from . import cohorts, modules, offers, people
from .blueprint import blueprint

__all__ = ["blueprint", "cohorts", "modules", "offers", "people"]
