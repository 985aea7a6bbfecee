"""One basket: what is free over some days in all hubs, kept for half an hour, booked at once."""
