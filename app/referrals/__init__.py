"""Asking for a person to be helped: who asks, what is decided, and how both stay in the picture."""
