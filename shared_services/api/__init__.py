"""What programs read and do: calendars, and `/api/v1` with personal tokens."""
