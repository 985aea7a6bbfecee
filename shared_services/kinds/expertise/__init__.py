"""Staff time of experts: offers, appointments, availability. One folder, one kind."""
