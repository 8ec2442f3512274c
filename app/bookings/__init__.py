"""Mentors, the slots they offer, and who is booked on them."""
