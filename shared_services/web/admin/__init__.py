"""What admins look after: people, organisations, the audit trail, and what needs them today."""
