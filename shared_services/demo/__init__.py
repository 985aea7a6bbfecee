"""Demo data: deterministic, French, and refused in production."""
