"""Is the site alive, and how is it doing."""
