"""The desk of a hub: what needs its managers, their calendar, their morning mail."""
