"""What runs by itself: the timetable, the lease that elects one runner, and what ran."""
