"""Tools that hubs pool: offers, units, loans of a period."""
