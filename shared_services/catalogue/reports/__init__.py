"""Readers report what is no longer true in the catalogue; hubs answer."""
