"""The parts of addresses: what each takes, so that nothing else reaches a view."""

from flask import Flask
from werkzeug.routing import IntegerConverter


class IdConverter(IntegerConverter):
    """A row's number: as many digits as a 64-bit column holds; more names nothing, so 404."""

    regex = r"[0-9]{1,18}"


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = IdConverter
