"""What a hub asks, when, and whom among those who pay for it."""
