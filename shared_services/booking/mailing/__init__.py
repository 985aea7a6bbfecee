"""Writing to the people of a date."""
