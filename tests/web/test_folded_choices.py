"""Many boxes to tick: the first stand open, the rest are folded away unless one is ticked."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from app.web import fields
from app.web.forms import BaseForm


class Form(BaseForm):
    class Meta(BaseForm.Meta):
        csrf = False

    speaks = SelectMultipleField(
        "Languages spoken",
        choices=[
            SelectChoice("ar", "Arabic"),
            SelectChoice("so", "Somali"),
            SelectChoice("pl", "Polish", optgroup="More languages"),
            SelectChoice("ur", "Urdu", optgroup="More languages"),
        ],
    )


@pytest.mark.parametrize(("ticked", "is_open"), [(["ar"], False), (["ur"], True)])
def test_a_group_of_boxes_is_folded_under_its_name_until_one_is_ticked(
    app: Flask, ticked: list[str], is_open: bool
) -> None:
    with app.test_request_context():
        page = BeautifulSoup(fields.field(Form(data={"speaks": ticked}).speaks), "html.parser")
    folded = page.find("details")
    assert folded is not None
    assert folded.find("summary").text.strip() == "More languages"
    assert folded.has_attr("open") is is_open
    boxes = [(box["value"], box["id"], box.find_parent("details") is not None)
             for box in page.select("input[name=speaks]")]  # fmt: skip
    assert boxes == [
        ("ar", "speaks", False), ("so", "speaks-2", False),
        ("pl", "speaks-3", True), ("ur", "speaks-4", True),
    ]  # fmt: skip
    assert [box["value"] for box in page.select("input[checked]")] == ticked
