"""Mission 1: hubs, their territories, organisations, and who belongs where."""
