"""What a form's second editor is shown: what somebody else saved beside what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import SelectFieldBase

from app.web.forms import BaseForm


@dataclass(frozen=True)
class Saved:
    """What stands in a field now; `who` wrote it is in the audit trail."""

    value: Any
    who: str = ""


@dataclass(frozen=True)
class Both:
    """The answers of which two versions exist, and how each reads on a page."""

    form: BaseForm
    others: Mapping[str, Saved]

    def value_text(self, name: str, value: Any) -> str:
        """A choice by its label, several by theirs, and a text as it is."""
        field = self.form[name]
        if not isinstance(field, SelectFieldBase):
            return str(value or "")
        labels = {choice.value: str(choice.label) for choice in field.choices}
        several = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(one, str(one)) for one in several)


def both(form: BaseForm, saved: Mapping[str, Any]) -> Both:
    """The typed answers that differ from those saved, by the form's names."""
    typed = form.given()
    return Both(form, {n: Saved(value) for n, value in saved.items() if value != typed[n]})
