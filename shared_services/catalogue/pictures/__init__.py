"""The picture of an offer."""
