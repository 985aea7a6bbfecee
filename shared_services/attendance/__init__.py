"""Who was there, half day by half day, with the evidence: sheets, entries nobody can change, their chain."""
