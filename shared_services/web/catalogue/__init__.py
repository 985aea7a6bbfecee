"""The public catalogue: search, list, calendar."""
