import os
from types import SimpleNamespace

import pytest

from tests.support.chromium import find_chromium, launch_options


@pytest.fixture
def playwright(tmp_path):
    return SimpleNamespace(chromium=SimpleNamespace(executable_path=str(tmp_path / "playwright-chrome")))


@pytest.fixture(autouse=True)
def _bare_machine(monkeypatch, tmp_path):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


def install(path):
    path.parent.mkdir(exist_ok=True)
    path.touch(mode=0o755)
    return path


def test_the_named_browser_comes_first(playwright, tmp_path, monkeypatch):
    install(tmp_path / "bin" / "chromium")
    named = install(tmp_path / "mine")
    monkeypatch.setenv("CHROMIUM", str(named))

    assert find_chromium(playwright) == named


def test_a_wrong_name_is_told(playwright, tmp_path, monkeypatch):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nowhere"))

    with pytest.raises(FileNotFoundError, match="nowhere is no file"):
        find_chromium(playwright)


def test_the_machines_own_comes_before_playwrights(playwright, tmp_path):
    install(tmp_path / "playwright-chrome")
    own = install(tmp_path / "bin" / "chromium")

    assert find_chromium(playwright) == own


def test_playwrights_comes_last(playwright, tmp_path):
    last = install(tmp_path / "playwright-chrome")

    assert find_chromium(playwright) == last


def test_none_says_what_to_do(playwright):
    with pytest.raises(FileNotFoundError, match="make browser"):
        launch_options(playwright)


def test_only_root_does_without_the_sandbox(playwright, tmp_path, monkeypatch):
    install(tmp_path / "bin" / "chromium")

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert "--no-sandbox" in launch_options(playwright)["args"]
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert "--no-sandbox" not in launch_options(playwright)["args"]
