"""How a database is connected to by its address."""

from app import db


def test_postgresql_is_told_that_an_index_costs_little_to_enter() -> None:
    made = db.connect("postgresql:///pathways")
    assert made.connect_params["options"] == db.POSTGRESQL_OPTIONS


def test_the_options_in_an_address_come_before_ours() -> None:
    made = db.connect("postgresql:///pathways?options=-c%20work_mem%3D8MB&host=/run")
    assert made.connect_params["options"] == "-c work_mem=8MB"
    assert made.connect_params["host"] == "/run"
