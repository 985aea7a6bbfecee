"""Papers that people sign and keep: compiled to PDF, kept as they were made. Knows no kind."""
