"""Rules of every response and every template."""

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.cast import Cast
from tests.visitor import Visitor

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FILES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*"))


@pytest.mark.parametrize("name", FILES)
def test_every_template_compiles(app: Flask, name: str) -> None:
    assert app.jinja_env.get_template(name).name == name


@pytest.mark.parametrize("name", [n for n in FILES if n.endswith(".html")])
def test_every_page_sets_a_title_and_every_fragment_is_used(name: str) -> None:
    path = TEMPLATES / name
    source = path.read_text(encoding="utf-8")
    if path.name.startswith("_"):
        everything = "".join(
            p.read_text(encoding="utf-8") for p in TEMPLATES.rglob("*.html") if p != path
        )
        assert f'"{name}"' in everything, f"{name} is included by no page"
    elif 'extends "layouts/page.html"' in source:
        assert re.search(r"block title %}.+{%-? endblock", source), f"{name} has no title"


def test_every_response_carries_the_security_headers(visitor: Visitor) -> None:
    for address, status in (("/", 200), ("/sign-in", 200), ("/nothing-here", 404)):
        visitor.open(address, status=status)
        headers = visitor.response.headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"


def test_a_foreign_host_is_refused(visitor: Visitor) -> None:
    assert visitor.http.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_the_health_page_needs_no_sign_in(visitor: Visitor) -> None:
    assert visitor.http.get("/healthz").json == {"status": "ok"}


def test_an_error_page_is_in_words_and_whole(visitor: Visitor) -> None:
    page = visitor.open("/nothing-here", status=404)
    assert page.find("h1").text == "Page not found"


def test_a_right_to_left_page_says_so_and_loads_its_sheet(visitor: Visitor) -> None:
    page = visitor.open("/ar_001/")
    assert page.find("html")["dir"] == "rtl"
    assert any("rtl.css" in link["href"] for link in page.find_all("link"))


def test_a_name_is_never_read_as_html(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/account")
    visitor.submit({"name": "<script>x</script>"}, button="Save")
    assert visitor.page.find("script", string="x") is None
    assert "<script>x</script>" in visitor.text
    visitor.submit({"name": "", "phone": '"><b>x</b>'}, button="Save", status=422)
    assert visitor.page.find("b") is None


def test_the_log_of_a_fault_quotes_nothing_of_a_person(
    app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told = "DETAIL: Failing row contains (Hana Tesfaye)"

    def fails() -> None:
        raise ValueError(told)

    monkeypatch.setitem(app.view_functions, "public.show_start", lambda **_: fails())
    assert visitor.http.get("/").status_code == 500
    assert "Hana" not in caplog.text
    assert "fault at public.show_start: ValueError" in caplog.text
    assert "in fails" in caplog.text
