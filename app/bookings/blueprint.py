"""The blueprint of slots, bookings and mentors, and their words as template filters."""

from flask import Blueprint

from app.bookings import presenters

blueprint = Blueprint("bookings", __name__)

for function in presenters.FILTERS:
    blueprint.add_app_template_filter(function)
