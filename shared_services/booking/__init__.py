"""Mission 3, the engine: bookables, the capacity ledger, bookings, the waiting list, reminders.

Knows seats and dates, never kinds.
"""
