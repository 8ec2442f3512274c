"""Who did what to which record, and when; rows are only ever added."""
