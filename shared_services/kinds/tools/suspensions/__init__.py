"""Who may not borrow from a hub for a while, and asks it to look again."""
