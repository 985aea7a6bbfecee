"""What a hub asks of who books, and the answers."""
