"""Accounts: who may sign in, with which role, and the sessions they have open."""
