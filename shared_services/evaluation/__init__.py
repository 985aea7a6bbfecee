"""Surveys, complaints, improvement actions: what people say of a hub's offers, and what it makes of it."""
