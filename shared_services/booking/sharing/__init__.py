"""How a hub shares its places out: quotas, a limit per organisation, places kept for some."""
