"""A person at a browser without JavaScript: opens pages, fills in forms, presses buttons."""

from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from tests.contract.page_checker import check_page
from tests.queries import findings_of_a_read, watched

HTMX = {"HX-Request": "true"}


class Visitor:
    """Keeps cookies and the page that is open; checks every page for what all pages need."""

    def __init__(self, app: Flask) -> None:
        self.http = app.test_client()
        self.address = "/"
        self.page = BeautifulSoup("", "html.parser")
        self.response: TestResponse | None = None

    def open(self, address: str, *, status: int = 200, **options: Any) -> BeautifulSoup:
        """Open an address, following redirects, and expect a status."""
        return self._see(self._read(address, follow_redirects=True, **options), status)

    def fragment(self, address: str, *, status: int = 200) -> BeautifulSoup:
        """What htmx would get from an address; the open page stays."""
        response = self._read(address, headers=HTMX)
        assert response.status_code == status, (address, response.status_code)
        return BeautifulSoup(response.text, "html.parser")

    def submit(
        self,
        answers: dict[str, Any] | None = None,
        *,
        button: str | None = None,
        action: str | None = None,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> BeautifulSoup:
        """Fill in a form of the open page and send it.

        The form is the one with a button of this text, or whose action is `action`, or the only
        one outside of the header. What the page has filled in already is sent along.
        """
        form = self.form(button, action)
        data = filled_in(form)
        for name, value in (answers or {}).items():
            if value is None:
                data.pop(name, None)
            else:
                data[name] = value
        pressed = _pressed(form, button)
        if pressed is not None and pressed.get("name"):
            data[str(pressed["name"])] = str(pressed.get("value", ""))
        target = urljoin(self.address, str(form.get("action") or self.address))
        method = str(form.get("method", "get")).lower()
        sent = {"data": data} if method == "post" else {"query_string": data}
        multipart = form.get("enctype") == "multipart/form-data"
        response = self.http.open(
            target,
            method=method.upper(),
            headers=headers,
            follow_redirects=True,
            content_type="multipart/form-data" if multipart and method == "post" else None,
            **sent,
        )
        return self._see(response, status)

    def follow(self, text: str, *, status: int = 200) -> BeautifulSoup:
        """Follow the link with this text."""
        link = next((a for a in self.page.find_all("a") if text in _text(a)), None)
        assert link is not None, f"no link {text!r} on {self.address}"
        return self.open(urljoin(self.address, str(link["href"])), status=status)

    @property
    def text(self) -> str:
        """The words of the open page."""
        return _text(self.page)

    @property
    def heading(self) -> str:
        """The open page's h1."""
        heading = self.page.find("h1")
        return _text(heading) if isinstance(heading, Tag) else ""

    def _read(self, address: str, **options: Any) -> TestResponse:
        """Get an address; reading must not write, nor ask once for each row."""
        with watched() as statements:
            response = self.http.get(address, **options)
        findings = findings_of_a_read(statements)
        assert not findings, f"{address}: " + "\n".join(findings)
        return response

    def _see(self, response: TestResponse, status: int) -> BeautifulSoup:
        self.response = response
        self.address = response.request.path
        if response.request.query_string:
            self.address += "?" + response.request.query_string.decode()
        assert response.status_code == status, (
            f"{self.address} answered {response.status_code}: {_text_of(response)[:600]}"
        )
        if response.mimetype == "text/html":
            self.page = BeautifulSoup(response.text, "html.parser")
            if self.page.find("html"):
                findings = check_page(response.text, urlsplit(self.address).path)
                assert not findings, "\n".join(findings)
        return self.page

    def form(self, button: str | None = None, action: str | None = None) -> Tag:
        """The form of the open page with this button or action; outside of the header."""
        forms = [form for form in self.page.find_all("form") if not form.find_parent("header")]
        if button is not None:
            forms = [form for form in forms if _pressed(form, button) is not None]
        if action is not None:
            forms = [form for form in forms if str(form.get("action", "")).endswith(action)]
        assert forms, f"no such form ({button or action}) on {self.address}: {self.text[:300]}"
        return forms[0]


def filled_in(form: Tag) -> dict[str, Any]:
    """What a browser would send of a form as it stands, buttons left out."""
    data: dict[str, Any] = {}
    for control in form.find_all(["input", "select", "textarea"]):
        name = control.get("name")
        if not name or control.has_attr("disabled"):
            continue
        for value in _values(control):
            data.setdefault(str(name), []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in data.items()}


def _values(control: Tag) -> list[str]:
    if control.name == "textarea":
        return [control.text.removeprefix("\n")]
    if control.name == "select":
        options = control.find_all("option")
        chosen = [o for o in options if o.has_attr("selected")]
        if not chosen and not control.has_attr("multiple"):
            chosen = options[:1]
        return [str(o.get("value", o.text)) for o in chosen]
    kind = str(control.get("type", "text"))
    if kind in ("checkbox", "radio"):
        return [str(control.get("value", "on"))] if control.has_attr("checked") else []
    return [] if kind in ("file", "submit", "button") else [str(control.get("value", ""))]


def _pressed(form: Tag, button: str | None) -> Tag | None:
    if button is None:
        return None
    return next((b for b in form.find_all("button") if button in _text(b)), None)


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _text_of(response: TestResponse) -> str:
    return _text(BeautifulSoup(response.text, "html.parser")) if response.is_json is False else ""
