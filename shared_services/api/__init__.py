"""What programs read: calendars."""
