"""Every message to a person: a row now, sent later. Knows neither people nor what is said."""
