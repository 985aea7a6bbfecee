"""Units that are lent: who has them, since when, and what is told about it."""
