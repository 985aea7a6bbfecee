"""Bookings as files for managers."""
