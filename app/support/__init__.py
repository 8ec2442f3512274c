"""What helps on the way: partners' services found, needs, and support that is asked for."""
