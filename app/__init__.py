"""Pathways: a partner portal for overseas-trained health professionals."""
