"""What no translation may get wrong is found, whatever its language."""

import pytest
from babel.messages.catalog import Message

from scripts.check_translations import faults

PLACES = ("%(num)d place", "%(num)d places")


@pytest.mark.parametrize(
    ("text", "said", "fault"),
    [
        ("Hello %(name)s", "مرحبًا %(name)s", ""),
        ("Hello %(name)s", "مرحبًا", "placeholders"),
        ("Hello", "مرحبًا %(name)s", "placeholders"),
        ("Read <b>this</b>", "اقرأ <b>هذا</b>", ""),
        ("Read <b>this</b>", "اقرأ <b>هذا<b>", "tags"),
        ("Hello", "مرحبًا\u200f", "turns text around"),
        (PLACES, ("لا", "مكان", "مكانان", "%(num)d أماكن", "%(num)d مكانًا", "%(num)d مكان"), ""),
        (PLACES, ("لا", "مكان", "اثنان", "%(num)d أماكن", "%(num)d مكانًا", "مكان"), "placeholder"),
        (PLACES, ("لا", "مكان", "", "%(num)d أماكن", "%(num)d مكانًا", "%(num)d مكان"), "missing"),
        ("%(num)d for %(name)s", "%(num)d", "placeholders"),
    ],
)  # fmt: skip
def test_a_fault_of_a_translation_is_named(
    text: str | tuple[str, str], said: str | tuple[str, ...], fault: str
) -> None:
    found = list(faults(Message(text, said)))
    assert bool(found) is bool(fault)
    assert all(fault in one for one in found)
