"""Rules of the house that a machine can check by reading the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "shared_services"
SOURCES = [*sorted(PACKAGE.rglob("*.py")), ROOT / "config.py", ROOT / "wsgi.py"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
DOMAIN = ("operations", "queries", "models", "policies", "messages", "errors", "ledger", "moves", "jobs")
# Words of the request that domain code must not know.
OF_THE_REQUEST = {"request", "g", "current_user", "session"}
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "localtime"),
    ("time", "gmtime"),
}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def trees(paths: list[Path]) -> Iterator[tuple[str, ast.Module]]:
    for path in paths:
        yield name_of(path), ast.parse(path.read_text())


def calls(tree: ast.AST) -> Iterator[tuple[str, str, int]]:
    """(owner, method, line) of each call written `owner.method(…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            yield name, node.func.attr, node.lineno


def is_domain(path: Path) -> bool:
    return "web" not in path.parts and (path.stem in DOMAIN or "operations" in path.parts)


def test_transactions_are_committed_in_one_place_only():
    commits = {
        name for name, tree in trees(SOURCES) for _owner, method, _line in calls(tree) if method == "commit"
    }

    assert commits == {"shared_services/core/database.py"}


def test_only_the_clock_reads_the_clock():
    readings = [
        f"{name}:{line}"
        for name, tree in trees(SOURCES)
        if name != "shared_services/core/clock.py"
        for owner, method, line in calls(tree)
        if (owner, method) in CLOCKS
    ]

    assert readings == []


def test_domain_code_never_reads_the_request():
    readings = [
        f"{name_of(path)}: {alias.name}"
        for path in SOURCES
        if is_domain(path)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("flask")
        for alias in node.names
        if alias.name in OF_THE_REQUEST
    ]

    assert readings == []


@pytest.mark.parametrize("words", [".execute(", ".scalars(", ".query", "select("])
def test_no_template_asks_the_database(words):
    assert [name_of(path) for path in TEMPLATES if words in path.read_text()] == []


def test_no_template_holds_inline_script_or_style():
    bad = [
        name_of(path)
        for path in TEMPLATES
        if path.suffix == ".html" and "mail" not in path.parts
        if " style=" in path.read_text() or "<style" in path.read_text() or " onclick=" in path.read_text()
    ]

    assert bad == []


def test_queries_are_written_in_queries_only():
    """Reading rows in views, forms or messages hides them from the count and from review."""
    places = ("views", "forms", "admin_views", "manage_views", "catalogue_views", "desk_views")
    bad = [
        f"{name}:{node.lineno}"
        for name, tree in trees([p for p in SOURCES if p.stem in places])
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("sqlalchemy")
        and {alias.name for alias in node.names} & {"select", "func", "exists", "update", "delete", "insert"}
    ]

    assert bad == []


def test_every_module_says_what_it_owns():
    silent = [name for name, tree in trees(SOURCES) if tree.body and ast.get_docstring(tree) is None]

    assert silent == []


def test_every_template_of_a_page_extends_a_layout():
    pages = [
        path
        for path in TEMPLATES
        if path.suffix == ".html"
        and not path.stem.startswith("_")
        and not {"components", "mail"} & set(path.parts)
        and path.name not in ("base.html", "bare.html")
    ]
    bare = [name_of(path) for path in pages if "{% extends" not in path.read_text()]

    assert bare == []
