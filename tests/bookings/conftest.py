"""What most tests of bookings start from: a mentor and an open slot tomorrow."""

import pytest
from flask import Flask

from app.bookings.models import Mentor, Slot
from tests.cast import Cast
from tests.factories.bookings import a_mentor, a_slot


@pytest.fixture
def mentor(app: Flask, cast: Cast) -> Mentor:
    with app.test_request_context():
        return a_mentor(cast.mentor)


@pytest.fixture
def slot(app: Flask, mentor: Mentor) -> Slot:
    """Two places with the cast's mentor, tomorrow at 14:00."""
    with app.test_request_context():
        return a_slot(mentor, capacity=2)
