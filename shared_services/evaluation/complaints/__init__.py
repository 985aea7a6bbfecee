"""Complaints about a hub, and the improvement actions that cite them or what people answered."""
