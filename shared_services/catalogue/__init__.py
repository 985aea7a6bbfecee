"""What hubs offer: offers of every kind, themes, search, moderation. Knows no kind in particular."""
