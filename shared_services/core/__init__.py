"""What every slice stands on: database, clock, access, errors, text. No business word in here."""
