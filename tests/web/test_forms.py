"""Fields, dates, and sending a form twice."""

from datetime import date

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from app.web import fields
from app.web.forms import BaseForm, DateField, tidy
from app.web.models import Submission
from app.web.once import once


class Form(BaseForm):
    class Meta(BaseForm.Meta):
        csrf = False

    name = StringField("Name")
    day = DateField("Day")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ama\u0301al ", "Amáal"),
        ("a\u202eb\u2066c", "abc"),
        ("zwnj\u200cstays", "zwnj\u200cstays"),
        ("nul\x00l", "null"),
        ("\u200b \ufeff\u2060", ""),
        ("ሰላም", "ሰላም"),
    ],
)
def test_text_is_kept_composed_and_without_control_characters(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


def posted(app: Flask, **answers: str) -> Form:
    with app.test_request_context():
        form = Form(MultiDict(answers))
        form.validate()
        return form


def test_a_date_is_read_from_its_three_boxes(app: Flask) -> None:
    form = posted(app, **{"day-day": "6", "day-month": "10", "day-year": "2026"})
    assert form.day.data == date(2026, 10, 6)


@pytest.mark.parametrize(
    "boxes",
    [
        ("30", "2", "2026"),
        ("x", "1", "2026"),
        ("1", "", "2026"),
        ("1", "1", "9" * 30),
        ("6", "10", "26"),
    ],
)
def test_an_impossible_date_gets_a_sentence_and_is_kept(
    app: Flask, boxes: tuple[str, str, str]
) -> None:
    answers = dict(zip(("day-day", "day-month", "day-year"), boxes, strict=True))
    with app.test_request_context():
        form = Form(MultiDict(answers))
        assert not form.validate()
        drawn = fields.field(form.day)
    assert "Enter a real date" in drawn
    assert all(f'value="{part}"' in drawn for part in boxes if part)


def test_what_was_typed_is_escaped_in_the_field(app: Flask) -> None:
    with app.test_request_context():
        drawn = fields.field(Form(MultiDict({"name": '"><script>x</script>'})).name)
    assert "<script>" not in drawn


def test_a_form_sent_twice_is_acted_on_once(app: Flask) -> None:
    done = []

    def action() -> str:
        done.append(1)
        return "/next"

    with app.test_request_context("/", method="POST"):
        form = Form(MultiDict({"form_key": "k1"}))
        assert once(form, action).location == "/next"
        assert once(form, action).location == "/next"
    assert done == [1]


def test_a_failed_action_can_be_tried_again(app: Flask) -> None:
    def fails() -> str:
        raise ValueError("no")

    with app.test_request_context("/", method="POST"):
        form = Form(MultiDict({"form_key": "k2"}))
        with pytest.raises(ValueError, match="no"):
            once(form, fails)
        assert Submission.select().count() == 0
        assert once(form, lambda: "/next").location == "/next"
