"""Finding a date: the reader's wish, its address, what answers it, and searches kept with an alert."""
