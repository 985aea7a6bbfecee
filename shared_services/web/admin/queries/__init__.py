"""Reads for admins, over several slices."""
