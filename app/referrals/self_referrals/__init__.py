"""People who refer themselves: no account, no e-mail address needed, a code to come back with."""
