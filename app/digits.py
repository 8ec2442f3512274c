"""Digits and codes of any script, as the rest of the product reads them."""

import re
import unicodedata


def plain_digits(text: str) -> str:
    """`٠٧٧٠٠ ٩٠٠١٢٣` as `07700 900123`; everything else stays as it was typed."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def bare(text: str) -> str:
    """A code as typed or pasted: capitals and plain digits, no spaces, hyphens or unseen marks."""
    seen = (c for c in plain_digits(text) if unicodedata.category(c) != "Cf")
    return re.sub(r"[\s\-–—.]", "", "".join(seen)).upper()


def only_digits(text: str) -> str:
    """What is left when all that is no digit is taken away."""
    return "".join(c for c in plain_digits(text) if c.isdecimal())
