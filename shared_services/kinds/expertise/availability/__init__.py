"""When an expert is free: her weeks, her absences, her calendars kept elsewhere, the slots that follow."""
