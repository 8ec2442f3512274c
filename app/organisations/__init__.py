"""The organisations of the partnership, their people's workplace, and the services they offer."""
