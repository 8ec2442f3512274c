"""One rule for phone numbers and one for e-mail addresses, on whatever form they are asked for."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from wtforms import EmailField, TelField
from wtforms.fields.core import UnboundField

from app.accounts.forms import SignInForm
from app.web.forms import BaseForm, email_rules, phone_rules


def asked(kind: type) -> Iterator[tuple[str, UnboundField]]:
    """Every field of a kind on every form of the product."""
    forms = [BaseForm]
    while forms:
        form = forms.pop()
        forms += form.__subclasses__()
        for name, field in vars(form).items():
            if isinstance(field, UnboundField) and issubclass(field.field_class, kind):
                yield f"{form.__name__}.{name}", field


@pytest.mark.parametrize(("kind", "rules"), [(TelField, phone_rules), (EmailField, email_rules)])
def test_whoever_is_reached_by_it_is_asked_for_it_by_the_same_rules(
    app: Flask, kind: type, rules: Callable[[], list[Any]]
) -> None:
    fields = dict(asked(kind))
    fields.pop(f"{SignInForm.__name__}.email", None)  # it may be a user name
    assert len(fields) > 3
    same = list(map(type, rules()))
    loose = [
        name for name, one in fields.items() if list(map(type, one.kwargs["validators"])) != same
    ]
    assert not loose
