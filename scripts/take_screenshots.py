"""Takes the README's pictures from the demo programme in a real browser.

usage: scripts/take_screenshots.py (with the pages' address in BASE_URL and DEMO_PASSWORD set)
Needs Chromium and the packages of requirements-dev.txt; the demo must be running (make run).
"""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
ADDRESS = os.environ.get("BASE_URL", "http://127.0.0.1:8000")
DESKTOP, PHONE = {"width": 1280, "height": 960}, {"width": 390, "height": 844}


def signed_in(browser: Browser, who: str, size: dict[str, int]) -> Page:
    page = browser.new_context(viewport=size, base_url=ADDRESS).new_page()  # type: ignore[arg-type]
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(f"{who}@demo.example")
    page.get_by_label("Password", exact=True).fill(os.environ["DEMO_PASSWORD"])
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/home")
    return page


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        signed_in(browser, "staff", DESKTOP).screenshot(path=FOLDER / "staff-home.png")
        client = signed_in(browser, "client", PHONE)
        client.get_by_role("link", name="Open your plan").click()
        client.wait_for_url("**/plan")
        client.screenshot(path=FOLDER / "client-plan.png")
        visitor = browser.new_context(viewport=PHONE, base_url=ADDRESS).new_page()  # type: ignore[arg-type]
        visitor.goto("/ar/refer-yourself")
        visitor.screenshot(path=FOLDER / "refer-yourself-arabic.png")
        browser.close()


if __name__ == "__main__":
    main()
