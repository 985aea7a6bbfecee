"""`make test`: the whole suite on SQLite, then on PostgreSQL; races and crashes on both; then the browser.

Every part runs even when an earlier one failed. A test that was skipped wherever it was asked for, and a part
that could not run, are named at the end; with CI=true they fail the run.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tests.support import postgres
from tools import install_chromium

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "var" / "tests"
NO_TESTS = 5  # pytest's exit code
SIDE_BY_SIDE = ["-n", "2"]


@dataclass(frozen=True)
class Part:
    name: str
    engine: str
    marks: str
    options: list[str] = field(default_factory=list)


PARTS = (
    Part("SQLite", "sqlite", "not browser and not race", SIDE_BY_SIDE),
    Part("PostgreSQL", "postgresql", "not browser and not race", SIDE_BY_SIDE),
    # One at a time: they bring their own threads and processes.
    Part("races on SQLite", "sqlite", "race"),
    Part("races on PostgreSQL", "postgresql", "race"),
    Part("browser", "sqlite", "browser", SIDE_BY_SIDE),
)


@dataclass
class Tally:
    """What happened to the tests, by name, over all parts."""

    passed: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    not_run: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def read(self, part: Part, report: Path) -> None:
        """Add the results that pytest wrote down; a part that died wrote none."""
        if not report.exists():
            return
        for case in ElementTree.parse(report).iter("testcase"):
            name = f"{case.get('classname')}::{case.get('name')}"
            skip = case.find("skipped")
            if case.find("failure") is not None or case.find("error") is not None:
                self.failed.append(f"{name} ({part.name})")
            elif skip is None:
                self.passed.add(name)
            elif skip.get("type") != "pytest.xfail":
                self.skipped[name] = skip.get("message") or ""

    @property
    def never_ran(self) -> dict[str, str]:
        """Skipped in every part that met them: one for PostgreSQL alone has run there."""
        ran = self.passed | {name.rsplit(" (", 1)[0] for name in self.failed}
        return {name: why for name, why in self.skipped.items() if name not in ran}

    def is_good(self, *, strict: bool) -> bool:
        incomplete = bool(self.not_run or self.never_ran)
        return not self.failed and not self.broken and bool(self.passed) and not (strict and incomplete)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # an ordinary end: the server is stopped too
    strict = os.environ.get("CI") == "true"
    REPORTS.mkdir(parents=True, exist_ok=True)
    tally = Tally()
    environ = dict(os.environ)
    try:
        environ["TEST_DATABASE_URL"] = postgres.server_url()
    except postgres.PostgresUnavailable as error:
        print(error, file=sys.stderr)
    for part in PARTS:
        if part.engine == "postgresql" and "TEST_DATABASE_URL" not in environ:
            tally.not_run.append(f"{part.name}: no PostgreSQL here")
        elif part.marks == "browser" and install_chromium.main():
            tally.not_run.append(f"{part.name}: no Chromium here")
        else:
            run(part, environ, tally)
    say(tally)
    return 0 if tally.is_good(strict=strict) else 1


def run(part: Part, environ: dict[str, str], tally: Tally) -> None:
    """One run of pytest; its own output is shown as it comes."""
    print(f"\n=== {part.name}", flush=True)
    report = REPORTS / f"{part.name.replace(' ', '-')}.xml"
    report.unlink(missing_ok=True)
    started = time.monotonic()
    code = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", part.marks, f"--junitxml={report}", *part.options],
        env=environ | {"TEST_ENGINE": part.engine},
        cwd=ROOT,
        check=False,
    ).returncode
    print(f"=== {part.name}: {time.monotonic() - started:.0f} s", flush=True)
    tally.read(part, report)
    if code == NO_TESTS:
        tally.not_run.append(f"{part.name}: no test found")
    elif code:
        tally.broken.append(f"{part.name}: pytest ended with code {code}")


def say(tally: Tally) -> None:
    print("\n" + "=" * 78)
    for title, lines in (
        ("NOT RUN", tally.not_run),
        ("SKIPPED EVERYWHERE", [f"{name}: {why}" for name, why in tally.never_ran.items()]),
        ("FAILED", [*tally.failed, *tally.broken]),
    ):
        if lines:
            print(f"{title}:")
            print("\n".join(f"  - {line}" for line in lines))
    passed, failed, skipped = len(tally.passed), len(tally.failed), len(tally.never_ran)
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)


if __name__ == "__main__":
    sys.exit(main())
