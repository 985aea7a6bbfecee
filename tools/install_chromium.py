"""`make browser`: install Chromium for the browser tests where there is none and we may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

from tests.support.chromium import find_chromium

APT = (
    ["apt-get", "update", "-qq"],
    ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
)
ADVICE = (
    "Chromium is missing and cannot be installed from here: install it, or set CHROMIUM=/path/to/chromium"
)


def is_there() -> bool:
    with sync_playwright() as playwright:
        return find_chromium(playwright) is not None


def main() -> int:
    if is_there():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        commands = list(APT)
    else:
        commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    for command in commands:
        environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        if subprocess.run(command, env=environ, check=False).returncode:
            break
    if is_there():
        return 0
    print(ADVICE, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
