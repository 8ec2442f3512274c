"""What a stolen table of passwords would cost to break: the tests themselves use less work."""

from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from app.accounts import passwords


def test_a_password_costs_what_rfc_9106_recommends_for_little_memory() -> None:
    # Made as the module was imported, by the hasher of a real installation.
    assert extract_parameters(passwords._nobody) == RFC_9106_LOW_MEMORY
