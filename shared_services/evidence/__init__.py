"""The papers of training sessions, from the convocation to the audit folder. Knows no other kind."""
