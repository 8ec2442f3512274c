"""Opportunities: vacancies and workforce plans, read from the files that trusts publish."""
