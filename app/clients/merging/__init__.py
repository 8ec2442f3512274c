"""Records of one person: pairs that may be, merging two into one, and undoing it."""
