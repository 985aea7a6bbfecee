"""Somebody in front of the site: goes, types, clicks; every page she meets is judged."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, ClassVar

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Locator, Page, Response

from tests.support.pages import Page as Parsed

# What passes is not sent back: it is a third of the time of a run.
AXE_RUN = """([where, options]) => axe.run(where, {resultTypes: ["violations"], ...options})
    .then(({violations}) => ({violations}))"""
PAGE, FRAME = {"include": ["html"]}, {"exclude": ["main"]}
EVERY_RULE: dict[str, Any] = {}
ALL_BUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}
CONTRAST = {"runOnly": ["color-contrast"]}
WIDE_AND_DARK = """[
    document.documentElement.scrollWidth - document.documentElement.clientWidth,
    matchMedia("(prefers-color-scheme: dark)").matches,
]"""
PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"
KEEPS_PICTURES = os.environ.get("CI") != "true"  # nobody opens them there
# What may differ between two pages of one build: what was typed, numbers, the names and words of rows.
VARIES = ("value", "href", "action", "title", "content", "datetime")


class Visitor:
    """A browser window of one width, with or without JavaScript."""

    # What axe has seen in this run: builds of pages, by width and palette, and by palette alone.
    judged: ClassVar[set[str]] = set()
    judged_for_contrast: ClassVar[set[str]] = set()

    def __init__(self, page: Page, url: str, *, script: bool) -> None:
        self.page = page
        self.url = url
        self.script = script
        self.seen = 0

    def sign_in(self, email: str, password: str) -> None:
        self.go("/login")
        self.fill(email=email, password=password)
        self.press("Se connecter")

    def go(self, path: str) -> Response | None:
        response = self.page.goto(path if path.startswith("http") else self.url + path)
        self.judge()
        return response

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.main.locator(f"[name='{name.replace('__', '-')}']").first.fill(value)

    def tick(self, words: str) -> None:
        self.main.get_by_label(words, exact=False).first.check()

    def press(self, words: str) -> None:
        """Press the button with these words, then look at the page that comes."""
        self.main.get_by_role("button", name=re.compile(re.escape(words))).first.click()
        self.page.wait_for_load_state()
        self.judge()

    def follow(self, words: str) -> None:
        """Follow the link with these words, then look at the page that comes."""
        self.main.get_by_role("link", name=re.compile(re.escape(words))).first.click()
        self.page.wait_for_load_state()
        self.judge()

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def text(self) -> str:
        """What the page says, with plain spaces."""
        return " ".join(self.main.inner_text().split())

    @property
    def h1(self) -> str:
        return " ".join(self.page.locator("h1").inner_text().split())

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900 if width > 600 else 844})

    def look_at(self, width: int) -> None:
        """The same page in a window of another width."""
        self.resize(width)
        self.judge()

    def judge(self) -> None:
        """Strict HTML, nothing wider than the window, nothing that axe finds in a page built like this."""
        parsed = Parsed(self.page.content())
        wide, dark = self.page.evaluate(WIDE_AND_DARK)
        assert wide <= 0, f"{self.page.url} is {wide} px too wide for {self.page.viewport_size}"
        palette = f"{dark} {build_of(parsed)}"
        build = f"{self.page.viewport_size} {palette}"
        if self.script and build not in self.judged:
            self._run_axe(contrast=palette not in self.judged_for_contrast)
            self.judged.add(build)
            self.judged_for_contrast.add(palette)

    def _run_axe(self, *, contrast: bool) -> None:
        """Contrast is most of the time; at a second width it is measured in the frame only, which changes."""
        self.page.evaluate(AXE_SCRIPT)
        for where, options in (
            [(PAGE, EVERY_RULE)] if contrast else [(PAGE, ALL_BUT_CONTRAST), (FRAME, CONTRAST)]
        ):
            found = AxeResults(self.page.evaluate(AXE_RUN, [where, options]))
            assert found.violations_count == 0, f"{self.page.url}: {found.generate_report()}"

    def picture(self, name: str) -> None:
        """Keep what is seen, for people to judge."""
        if not KEEPS_PICTURES:
            return
        PICTURES.mkdir(parents=True, exist_ok=True)
        width = self.page.viewport_size["width"] if self.page.viewport_size else 0
        self.page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)


def build_of(page: Parsed) -> str:
    """The elements of a page with their attributes and whether they hold words, numbers left out.

    Axe judges nothing else: two pages of one build, in one window, are judged alike.
    """
    parts = []
    for element in page.root.iter():
        kept = sorted((name, text) for name, text in element.attrib.items() if name not in VARIES)
        parts.append(f"{element.tag} {kept} {bool((element.text or '').strip())}")
    return re.sub(r"\d+", "", "\n".join(parts))
