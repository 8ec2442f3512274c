"""A person at a real browser, whose every page is looked at by axe and by the CSP."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect

from tests.cast import PASSWORD

WIDTHS = (320, 768, 1280)
axe = Axe()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


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
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.seen: set[str] = set()
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
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str) -> None:
        """Tick the radio or checkbox of this label."""
        self.page.get_by_label(label, exact=True).check()

    def select(self, label: str, option: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def press(self, name: str, *, within: str = "body") -> None:
        """Press the button of this name and look at what comes."""
        self._at(within).get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()
        self.look()

    def follow(self, name: str, *, within: str = "body") -> None:
        """Follow the link of this name and look at what comes."""
        self._at(within).get_by_role("link", name=name, exact=True).first.click()
        self.page.wait_for_load_state()
        self.look()

    def sees(self, text: str) -> None:
        expect(self.page.locator("body")).to_contain_text(text)

    def does_not_see(self, text: str) -> None:
        expect(self.page.locator("body")).not_to_contain_text(text)

    def look(self) -> None:
        """Let axe look at each page once, at three widths; nothing may stick out sideways."""
        if not self.javascript:
            return
        key = self.page.title() + self.page.url.split("?")[0].rpartition("/")[0]
        if key in self.seen:
            return
        self.seen.add(key)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self.faults.append(f"{self.page.url} is {wide} px wide on a screen of {width}")
            found = axe.run(self.page, options={"runOnly": TAGS})
            for violation in found.response["violations"]:
                nodes = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
                self.faults.append(f"{self.page.url} at {width}: {violation['help']}: {nodes}")
        self.page.set_viewport_size({"width": self.width, "height": 900})

    def leave(self) -> list[str]:
        self.context.close()
        return self.faults

    def _at(self, within: str) -> Locator:
        return self.page.locator(within)

    def _hear(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(f"{self.page.url}: {message.text}")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.faults.append(f"{self.page.url} asked another host: {request.url}")
