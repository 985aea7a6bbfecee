"""Messages at the top of pages, from admins or from a hub, for a time."""
