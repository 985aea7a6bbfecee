"""A browser for tests that judges every page it fetches.

`client.get(…).page` reads the page as a person does: `h1`, `title`, `text`, `links`, `forms`.
A POST carries a valid CSRF token by itself; `csrf=False` leaves it out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import has_app_context
from flask.testing import FlaskClient
from html5lib.html5parser import ParseError
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from shared_services.core.database import read_session

NOT_FOR_TYPING = {"hidden", "submit", "button", "image", "reset"}
NEEDS_A_LABEL = {"input", "select", "textarea"}
SILENT = {"script", "style", "template", "head"}
BLOCKS = {"p", "div", "li", "dt", "dd", "td", "th", "br", "h1", "h2", "h3", "h4"} | {
    "section",
    "label",
    "option",
    "legend",
}
# Attributes that name other elements of the page by id.
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list")


class BadPage(AssertionError):
    """What is wrong with a page, one line each."""


class Page:
    """One HTML page, parsed strictly."""

    def __init__(self, html: str) -> None:
        self.html = html
        try:
            parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
            self.root: Element = parser.parse(html)
        except ParseError as error:
            line, column = parser.tokenizer.stream.position()
            there = html.splitlines()[max(0, line - 2) : line + 1]
            raise BadPage(f"not HTML at {line}:{column}: {error}: {there}") from None
        self.parents = {child: parent for parent in self.root.iter() for child in parent}

    def all(self, *tags: str) -> Iterator[Element]:
        """The elements with one of these names, in order."""
        return (e for e in self.root.iter() if isinstance(e.tag, str) and e.tag in tags)

    def by_id(self, name: str) -> Element:
        return next(e for e in self.root.iter() if e.get("id") == name)

    def with_class(self, name: str) -> list[Element]:
        return [e for e in self.root.iter() if name in (e.get("class") or "").split()]

    @property
    def title(self) -> str:
        return next((words(e) for e in self.all("title")), "")

    @property
    def h1(self) -> str:
        return next((words(e) for e in self.all("h1")), "")

    @property
    def text(self) -> str:
        """What the page says in its main part, in one line, with plain spaces."""
        return next((words(e) for e in self.all("main")), "")

    @property
    def whole_text(self) -> str:
        """What the page says, header and footer included."""
        return words(self.root)

    @property
    def links(self) -> dict[str, str]:
        """Words of each link → where it leads; the first one wins."""
        found: dict[str, str] = {}
        for link in self.all("a"):
            found.setdefault(words(link), link.get("href", ""))
        return found

    @property
    def forms(self) -> list[Element]:
        return list(self.all("form"))

    def values(self) -> dict[str, str]:
        """Name → value of everything filled in on the page."""
        found: dict[str, str] = {}
        for field in self.all("input", "textarea", "select"):
            name, kind = field.get("name"), field.get("type", "text")
            if not name or (kind in ("radio", "checkbox") and field.get("checked") is None):
                continue
            if field.tag == "textarea":
                found[name] = "".join(field.itertext())
            elif field.tag == "select":
                chosen = [o for o in field.iter("option") if o.get("selected") is not None]
                found[name] = chosen[0].get("value", "") if chosen else ""
            else:
                found[name] = field.get("value", "")
        return found


def words(element: Element) -> str:
    """The words of an element as they are read: no scripts, single plain spaces."""
    parts: list[str] = []

    def walk(node: Element) -> None:
        if not isinstance(node.tag, str) or node.tag in SILENT:
            return
        if node.text:
            parts.append(node.text)
        for child in node:
            walk(child)
            if child.tag in BLOCKS:
                parts.append(" ")
            if child.tail:
                parts.append(child.tail)

    walk(element)
    return re.sub(r"[\s\u00a0\u202f]+", " ", "".join(parts)).strip()


def judge(page: Page, headers: Any) -> list[str]:
    """Everything wrong with a page, one sentence each; none for a good one."""
    return [
        *_judge_head(page, headers),
        *_judge_ids(page),
        *_judge_names(page),
        *_judge_forms(page),
        *_judge_sources(page),
        *_judge_text(page),
    ]


def _judge_head(page: Page, headers: Any) -> Iterator[str]:
    if page.root.get("lang") not in ("fr", "en"):
        yield "html has no lang"
    if len(headings := list(page.all("h1"))) != 1:
        yield f"{len(headings)} h1 instead of one"
    if not page.h1 or not page.title.startswith(page.h1):
        yield f"title {page.title!r} does not start with the h1 {page.h1!r}"
    if len(list(page.all("main"))) != 1:
        yield "not exactly one main"
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'self'" not in policy or "unsafe" in policy:
        yield f"Content-Security-Policy is {policy!r}"


def _judge_ids(page: Page) -> Iterator[str]:
    ids = Counter(e.get("id") for e in page.root.iter() if e.get("id") is not None)
    yield from (f"id {name!r} is there {n} times" for name, n in ids.items() if n > 1)
    for element in page.root.iter():
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"{attribute}={name!r} names nothing"


def _judge_names(page: Page) -> Iterator[str]:
    """Fields, buttons, links and images say what they are."""
    labelled = {e.get("for") for e in page.all("label")}
    for field in page.all(*NEEDS_A_LABEL):
        if field.tag == "input" and field.get("type") in NOT_FOR_TYPING:
            continue
        named = field.get("aria-label") or field.get("aria-labelledby")
        if field.get("id") in labelled or named or _inside(page, field, "label"):
            continue
        yield f"field {field.get('name')!r} has no label"
    for element in page.all("a", "button"):
        alternatives = " ".join(e.get("alt", "") for e in element.iter("img"))
        if not (words(element) or element.get("aria-label") or alternatives.strip()):
            yield f"{element.tag} {element.attrib} says nothing"
    yield from (f"image {e.get('src')!r} has no alt" for e in page.all("img") if e.get("alt") is None)
    for table in page.all("table"):
        if not list(table.iter("th")):
            yield "a table has no header cell"


def _judge_forms(page: Page) -> Iterator[str]:
    for form in page.forms:
        if form.get("method", "get").lower() != "post":
            continue
        fields = {e.get("name"): e.get("value") for e in form.iter("input")}
        if not fields.get("csrf_token"):
            yield f"form to {form.get('action')!r} has no csrf_token"
        if _inside(page, form, "form"):
            yield "a form in a form"


def _judge_sources(page: Page) -> Iterator[str]:
    """Nothing inline, nothing from elsewhere: the policy would block it."""
    for element in page.root.iter():
        for name in element.attrib:
            if name == "style" or name.startswith("on"):
                yield f"{element.tag} has an inline {name}"
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"inline {element.tag}"
        if element.tag in (
            "script",
            "img",
            "link",
            "iframe",
            "source",
            "audio",
            "video",
        ):
            source = element.get("src") or element.get("href") or ""
            outside = urlsplit(source).netloc and element.get("rel") != "canonical"
            if outside:
                yield f"{element.tag} comes from elsewhere: {source}"
        if element.tag == "a" and (element.get("href") or "").startswith("javascript:"):
            yield "a link runs a script"


def _judge_text(page: Page) -> Iterator[str]:
    said = words(page.root)
    for leftover in (
        r"%\(\w+\)",
        r"\bNone\b",
        r"\{\{|\}\}",
        r"<\w+ object at",
        r"Undefined",
    ):
        if found := re.search(f".{{0,30}}(?:{leftover}).{{0,30}}", said):
            yield f"the text has a leftover: {found[0]!r}"


def _inside(page: Page, element: Element, tag: str) -> bool:
    parent = page.parents.get(element)
    while parent is not None:
        if parent.tag == tag:
            return True
        parent = page.parents.get(parent)
    return False


class PageClient(FlaskClient):
    """Each request is a visit of its own, as in production: new `g`, new database session."""

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        if csrf and kwargs.get("method") == "POST" and kwargs.get("json") is None:
            data = kwargs.get("data") or {}
            if isinstance(data, dict) and "csrf_token" not in data:
                kwargs["data"] = {**data, "csrf_token": self._csrf_token()}
        response = super().open(*args, **kwargs)
        response.request.environ["wsgi.input"].close()  # heavy files were written to one on the disk
        moved = 300 <= response.status_code < 400
        if response.mimetype == "text/html" and response.data and not moved:
            self._judge(response)
        return response

    def run_wsgi_app(self, *args: Any, **kwargs: Any) -> Any:
        with self.application.app_context():
            answer = super().run_wsgi_app(*args, **kwargs)
        if has_app_context():
            read_session().expire_all()  # the test reads what the request wrote
        return answer

    def _judge(self, response: TestResponse) -> None:
        page = Page(response.text)
        if faults := judge(page, response.headers):
            where = f"{response.request.method} {response.request.path}"
            raise BadPage(f"{where} ({response.status_code}): " + "; ".join(faults))
        response.page = page  # type: ignore[attr-defined]

    def _csrf_token(self) -> str:
        with self.session_transaction() as cookie:
            secret = cookie.setdefault("csrf_token", "0" * 40)
        signer = URLSafeTimedSerializer(self.application.secret_key, "wtf-csrf-token")  # type: ignore[arg-type]
        return str(signer.dumps(secret))
