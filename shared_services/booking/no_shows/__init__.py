"""Absences: how they are counted, and the review one may ask for."""
