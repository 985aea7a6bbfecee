"""Edits of published offers, read by an admin before readers see them."""
