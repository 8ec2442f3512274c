"""What stops the product from starting."""

from pathlib import Path

import pytest
from flask import Flask

import app as product
import config as settings
from app import db
from app.reference import BrokenReference


def test_broken_reference_data_stops_the_start_and_names_the_place(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = "pathways.yaml: nurse_adult.steps[4].requires: 'xyz' is not a step of this route"

    def broken() -> None:
        raise BrokenReference([place])

    monkeypatch.setattr(product.reference_data, "reference", broken)
    config = settings.load({"APP_ENV": "testing"}, instance=Path("/nonexistent"))
    bound = db.database.obj
    with pytest.raises(BrokenReference, match="nurse_adult"):
        product.create_app(config)
    assert db.database.obj is bound  # nothing was opened
