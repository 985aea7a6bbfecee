"""Who signs in: people, credentials, devices, tokens. Knows neither hubs nor organisations."""
