"""Finds Chromium for the browser tests and says how to start it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# Quiet: no call home, no first-run page; `--disable-gpu` because test machines have none.
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium(playwright: Playwright) -> Path | None:
    """The browser named by `CHROMIUM`, else the machine's, else the one playwright has installed.

    Raises FileNotFoundError when `CHROMIUM` names none.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        if not Path(named).is_file():
            raise FileNotFoundError(f"CHROMIUM={named} is no file")
        return Path(named)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    own = Path(playwright.chromium.executable_path)
    return own if own.is_file() else None


def launch_options(playwright: Playwright) -> dict[str, Any]:
    """Arguments of `playwright.chromium.launch`. Raises FileNotFoundError when there is no Chromium."""
    path = find_chromium(playwright)
    if path is None:
        raise FileNotFoundError("no Chromium here: `make browser`, or CHROMIUM=/path/to/chromium")
    arguments = list(ARGUMENTS)
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses to sandbox itself as root
    return {"executable_path": str(path), "headless": True, "args": arguments}
