"""Trainings: offers with a programme, and dated sessions with half days and trainers."""
