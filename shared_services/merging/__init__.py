"""Two accounts of one person become one: every slice says what must be settled, then all rows move."""
