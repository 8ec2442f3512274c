"""A person at a real browser, whose every page is looked at by axe and by the CSP."""

import re
from datetime import date

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect

from tests.cast import PASSWORD

WIDTHS = (320, 768, 1280)
PATIENCE_MS = 10_000
axe = Axe()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": TAGS, "resultTypes": ["violations"]}
# What a page is made of: two pages of an address that are made of the same are looked at once.
SHAPE = """() => [document.dir, ...new Set(
  [...document.body.querySelectorAll("*")].map(one => `${one.tagName}.${one.className}`)
)].sort().join(" ")"""
NUMBERS = re.compile(r"[A-Z]-[A-Z0-9]{4}-[A-Z0-9]{2}|\d+")
looked_at: set[tuple[str, str]] = set()


class Person:
    """Opens pages and fills in forms by what is written beside them, as people do."""

    def __init__(self, chromium: Browser, address: str, javascript: bool, width: int) -> None:
        self.address, self.javascript, self.width = address, javascript, width
        self.context = chromium.new_context(
            base_url=address,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            locale="en-GB",
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        self.page.on("request", self._watch)

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.open("/sign-in")
        self.fill("E-mail address", email)
        self.fill("Password", password)
        self.press("Sign in", within="main")
        expect(self.page).to_have_url(re.compile("/home$"))

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str, question: str = "") -> None:
        """Tick the radio or checkbox of this label, of this question where several have it."""
        group = self.page.get_by_role("group", name=question, exact=True)
        (group if question else self.page).get_by_label(label, exact=True).check()

    def enter_day(self, question: str, day: date) -> None:
        """Fill in the three parts of a date."""
        group = self.page.get_by_role("group", name=question, exact=True)
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_role("textbox", name=part, exact=True).fill(str(number))

    def select(self, label: str, option: str, *, within: str = "body") -> None:
        self._at(within).get_by_label(label, exact=True).select_option(label=option)

    def press(self, name: str, *, within: str = "body") -> None:
        """Press the button of this name and look at what comes."""
        self._at(within).get_by_role("button", name=name, exact=True).first.click()
        self._arrive()

    def follow(self, name: str, *, within: str = "body") -> None:
        """Follow the link of this name and look at what comes."""
        self._at(within).get_by_role("link", name=name, exact=True).first.click()
        self._arrive()

    def download(self, name: str) -> bytes:
        """The file behind the link of this name."""
        address = self._at("main").get_by_role("link", name=name, exact=True).first
        answer = self.context.request.get(address.get_attribute("href") or "")
        assert answer.ok, f"{answer.url} answered {answer.status}"
        return answer.body()

    @property
    def heading(self) -> str:
        """The page's h1."""
        return " ".join(self.page.locator("h1").inner_text().split())

    @property
    def path(self) -> str:
        """The address of the page without the host."""
        return self.page.url.removeprefix(self.address)

    def sees(self, text: str) -> None:
        expect(self.page.locator("body")).to_contain_text(text)

    def does_not_see(self, text: str) -> None:
        expect(self.page.locator("body")).not_to_contain_text(text)

    def refused(self, path: str) -> None:
        """Open an address that does not exist for this person."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 404, f"{path} answered {answer.status}"

    def look(self) -> None:
        """Let axe look at each kind of page once, at three widths; nothing may stick out."""
        if not self.javascript:
            return
        expect(self.page.locator(".htmx-request")).to_have_count(0)
        key = (NUMBERS.sub("*", self.path.partition("?")[0]), self.page.evaluate(SHAPE))
        if key in looked_at:
            return
        looked_at.add(key)
        self.page.evaluate(axe.axe_script)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self._look_at(width)
        self.page.set_viewport_size({"width": self.width, "height": 900})

    def _look_at(self, width: int) -> None:
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            self.faults.append(f"{self.page.url} is {wide} px wide on a screen of {width}")
        found = self.page.evaluate("options => axe.run(options)", OPTIONS)
        for violation in found["violations"]:
            nodes = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
            self.faults.append(f"{self.page.url} at {width}: {violation['help']}: {nodes}")

    def leave(self) -> list[str]:
        self.context.close()
        return self.faults

    def _arrive(self) -> None:
        self.page.wait_for_load_state()
        self.look()

    def _at(self, within: str) -> Locator:
        return self.page.locator(within)

    def _hear(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(f"{self.page.url}: {message.text}")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.faults.append(f"{self.page.url} asked another host: {request.url}")
