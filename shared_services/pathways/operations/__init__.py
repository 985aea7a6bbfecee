"""The verbs of pathways, one file each. Bookables are locked first, in the order of their numbers, then people."""

from .enrol import Enrolling, WhenFull, enrol

__all__ = ["Enrolling", "WhenFull", "enrol"]
