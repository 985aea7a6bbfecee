"""The skills passport: what a person learned, and the secret addresses by which she shows it."""
