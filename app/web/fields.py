"""WTForms fields drawn with the NHS macros: one adapter, so that every form looks the same."""

from itertools import groupby
from typing import Any

from flask import current_app
from flask_babel import gettext
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import (
    BooleanField,
    Field,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from app.web.forms import DateField

INPUT_TYPES = {
    "EmailField": "email",
    "TelField": "tel",
    "URLField": "url",
    "SearchField": "search",
    "TimeField": "time",
}


def _macro(component: str, name: str, params: dict[str, Any]) -> Markup:
    template = current_app.jinja_env.get_template(f"nhsuk/components/{component}/macro.jinja")
    return Markup(getattr(template.module, name)(params))  # noqa: S704 -- the macros escape


def _error(field: Field) -> dict[str, Any]:
    if not field.errors:
        return {}
    first = field.errors[0]
    return {"errorMessage": {"text": str(first), "visuallyHiddenText": gettext("Error")}}


def _common(field: Field) -> dict[str, Any]:
    """What every macro takes; ids are the field's own, so that errors can link to it."""
    params: dict[str, Any] = {"id": field.id, "name": field.name, **_error(field)}
    if field.description:
        params["hint"] = {"text": str(field.description)}
    return params


def _label(field: Field, options: dict[str, Any]) -> dict[str, Any]:
    size = options.pop("size", None)
    label: dict[str, Any] = {"text": str(field.label.text), "for": field.id}
    if size:
        label |= {"size": size, "isPageHeading": options.pop("heading", False)}
    return label


def _fieldset(field: Field, options: dict[str, Any]) -> dict[str, Any]:
    legend: dict[str, Any] = {"text": str(field.label.text)}
    size = options.pop("size", None)
    if size:
        legend |= {"size": size, "isPageHeading": options.pop("heading", False)}
    return {"fieldset": {"legend": legend}}


def _choices(field: Any, hints: dict[str, str]) -> list[dict[str, Any]]:
    chosen = field.data if isinstance(field.data, list) else [field.data]
    wanted = {str(value) for value in chosen if value is not None}
    items: list[dict[str, Any]] = []
    for choice in field.iter_choices():
        value, kind = str(choice.value), "html" if isinstance(choice.label, Markup) else "text"
        item = {"value": value, kind: str(choice.label), "checked": value in wanted}
        # The error summary links to the field's id, which is the first choice's.
        item["id"] = field.id if not items else f"{field.id}-{len(items) + 1}"
        if value in hints:
            item["hint"] = {"text": hints[value]}
        items.append(item)
    return items


def _draw_choices(field: Any, options: dict[str, Any]) -> Markup:
    hints = options.pop("hints", {})
    params = _common(field) | _fieldset(field, options) | {"idPrefix": field.id}
    del params["id"]  # the first choice has it
    component = "checkboxes" if isinstance(field, SelectMultipleField) else "radios"
    drawn = Markup("")
    for group, items in _grouped(field, _choices(field, hints)):
        if group is None:
            drawn += _macro(component, component, params | {"items": items} | options)
        else:
            drawn += _draw_folded(field, component, group, {"items": items} | options)
    return drawn


def _grouped(field: Any, items: list[dict[str, Any]]) -> list[tuple[Any, list[dict[str, Any]]]]:
    """The choices by their option group; those without one stand open."""
    groups = {str(choice.value): choice.optgroup for choice in field.choices}
    return [
        (group, list(some)) for group, some in groupby(items, lambda item: groups[item["value"]])
    ]


def _draw_folded(field: Any, component: str, group: Any, options: dict[str, Any]) -> Markup:
    """A group of choices that opens under its name, and stands open when one is chosen."""
    text = f"{field.label.text}: {group}"
    legend = {"text": text, "classes": "nhsuk-u-visually-hidden"}
    params = {"name": field.name, "idPrefix": field.id, "fieldset": {"legend": legend}}
    is_open = any(item["checked"] for item in options["items"])
    inner = _macro(component, component, params | options)
    summary = {"text": str(group)}
    return _macro("details", "details", {"summary": summary, "html": inner, "open": is_open})


def _draw_select(field: SelectField, options: dict[str, Any]) -> Markup:
    items = [
        {"value": str(c.value), "text": str(c.label), "selected": str(c.value) == str(field.data)}
        for c in field.iter_choices()
    ]
    params = _common(field) | {"label": _label(field, options), "items": items}
    return _macro("select", "select", params | options)


def _draw_boolean(field: BooleanField, options: dict[str, Any]) -> Markup:
    params = _common(field) | {"idPrefix": field.id}
    hint = params.pop("hint", None)
    del params["id"]  # the box itself has it
    item = {"value": "y", "text": str(field.label.text), "checked": bool(field.data)}
    item |= {"id": field.id} | ({"hint": hint} if hint else {})
    return _macro("checkboxes", "checkboxes", params | {"items": [item]} | options)


def _draw_date(field: DateField, options: dict[str, Any]) -> Markup:
    labels = {"day": gettext("Day"), "month": gettext("Month"), "year": gettext("Year")}
    items = [
        {
            "name": f"{field.name}-{part}",
            "id": field.id if part == "day" else f"{field.id}-{part}",
            "label": label,
            "value": field.part(part),
            "width": "4" if part == "year" else "2",
            "inputmode": "numeric",
        }
        for part, label in labels.items()
    ]
    params = _common(field) | _fieldset(field, options) | {"items": items}
    params["id"] = f"{field.id}-group"
    return _macro("date-input", "dateInput", params | options)


def _draw_textarea(field: TextAreaField, options: dict[str, Any]) -> Markup:
    params = _common(field) | {"label": _label(field, options), "value": field.data or ""}
    return _macro("textarea", "textarea", params | options)


def _draw_password(field: PasswordField, options: dict[str, Any]) -> Markup:
    params = _common(field) | {"label": _label(field, options)}
    params |= {
        "showPasswordText": gettext("Show"),
        "hidePasswordText": gettext("Hide"),
        "showPasswordAriaLabelText": gettext("Show password"),
        "hidePasswordAriaLabelText": gettext("Hide password"),
        "passwordShownAnnouncementText": gettext("Your password is visible"),
        "passwordHiddenAnnouncementText": gettext("Your password is hidden"),
    }
    return _macro("password-input", "passwordInput", params | options)


def _draw_file(field: FileField, options: dict[str, Any]) -> Markup:
    params = _common(field) | {"label": _label(field, options)}
    params |= {
        "chooseFilesButtonText": gettext("Choose file"),
        "noFileChosenText": gettext("No file chosen"),
        "dropInstructionText": gettext("or drop file"),
        "enteredDropZoneText": gettext("Entered drop zone"),
        "leftDropZoneText": gettext("Left drop zone"),
    }
    return _macro("file-upload", "fileUpload", params | options)


def _draw_input(field: Field, options: dict[str, Any]) -> Markup:
    kind = INPUT_TYPES.get(type(field).__name__, "text")
    params = _common(field) | {"label": _label(field, options), "type": kind}
    params["value"] = field._value()
    return _macro("input", "input", params | options)


DRAWERS: tuple[tuple[type[Field], Any], ...] = (
    (RadioField, _draw_choices),
    (SelectMultipleField, _draw_choices),
    (SelectField, _draw_select),
    (BooleanField, _draw_boolean),
    (DateField, _draw_date),
    (TextAreaField, _draw_textarea),
    (PasswordField, _draw_password),
    (FileField, _draw_file),
    (StringField, _draw_input),
    (Field, _draw_input),
)


def field(bound: Field, **options: Any) -> Markup:
    """A form field as the NHS component for its kind.

    Options go to the macro as they are, but for `size` ("s" to "xl") and `heading` of the label
    and `hints` by choice value.
    """
    drawer = next(draw for kind, draw in DRAWERS if isinstance(bound, kind))
    return drawer(bound, dict(options))


def error_summary(form: FlaskForm) -> Markup:
    """The box above a refused form, each line leading to its field; nothing without errors."""
    lines = [
        {"text": str(bound.errors[0]), "href": f"#{bound.id}"} for bound in form if bound.errors
    ]
    lines += [{"text": str(text)} for text in form.form_errors]
    if not lines:
        return Markup("")
    heading = {"heading": {"text": gettext("There is a problem")}, "errorList": lines}
    return _macro("error-summary", "errorSummary", heading)
