"""The desk of a hub for its experts."""

from . import appointments, experts, offers
from .blueprint import blueprint

__all__ = ["appointments", "blueprint", "experts", "offers"]
