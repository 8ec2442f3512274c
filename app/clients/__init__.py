"""People on a pathway: who they are, what they bring, and who may see it."""
