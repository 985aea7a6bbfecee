"""Pathways: ordered modules, each a training with sessions, chosen together and followed to the end."""
