"""`make test`: the whole suite on SQLite, then on PostgreSQL; races and crashes on both; then the browser.

What decides, reads and writes is tried on both engines. What opens pages is tried on PostgreSQL, as in
production; SQLite meets every page in the long walks over rights and words, made there alone, and in the
browser.

Every part runs even when an earlier one failed. Both engines run their races at the same time. A test
that was skipped wherever it was asked for, and a part that could not run, are named at the end; with CI=true
they fail the run.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tests.support import postgres
from tools import install_chromium

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "var" / "tests"
NO_TESTS = 5  # pytest's exit code
SIDE_BY_SIDE = ["-n", "2"]
RACES = ["tests/race", "tests/crash", "tests/walks"]  # reading all five thousand tests takes a while
BY_FILE = [*SIDE_BY_SIDE, "--dist", "loadfile"]  # a race shares the database of its file


@dataclass(frozen=True)
class Part:
    name: str
    engine: str
    marks: str
    where: list[str] = field(default_factory=lambda: ["tests"])
    options: list[str] = field(default_factory=list)

    @property
    def report(self) -> Path:
        return REPORTS / f"{self.name.replace(' ', '-')}.xml"

    @property
    def output(self) -> Path:
        return self.report.with_suffix(".txt")


# Parts of one line run at the same time: races and crashes wait for clocks and locks as much as they compute.
PARTS = (
    (Part("SQLite", "sqlite", "not browser and not race and (once or not page)", options=SIDE_BY_SIDE),),
    (Part("PostgreSQL", "postgresql", "not browser and not race and not once", options=SIDE_BY_SIDE),),
    (
        Part("races on SQLite", "sqlite", "race", RACES, BY_FILE),
        Part("races on PostgreSQL", "postgresql", "race", RACES, BY_FILE),
    ),
    (Part("browser", "sqlite", "browser", ["tests/browser"], SIDE_BY_SIDE),),
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
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # compiling all again costs each of fifty processes seconds
    try:
        environ["TEST_DATABASE_URL"] = postgres.server_url()
    except postgres.PostgresUnavailable as error:
        print(error, file=sys.stderr)
    for together in PARTS:
        run([part for part in together if is_possible(part, environ, tally)], environ, tally)
    say(tally)
    return 0 if tally.is_good(strict=strict) else 1


def is_possible(part: Part, environ: dict[str, str], tally: Tally) -> bool:
    """Whether what the part needs is here; what is missing is written down."""
    if part.engine == "postgresql" and "TEST_DATABASE_URL" not in environ:
        tally.not_run.append(f"{part.name}: no PostgreSQL here")
    elif part.marks == "browser" and install_chromium.main():
        tally.not_run.append(f"{part.name}: no Chromium here")
    else:
        return True
    return False


def run(parts: list[Part], environ: dict[str, str], tally: Tally) -> None:
    """Runs of pytest at the same time. One alone is shown as it goes; several are shown whole, one by one."""
    print(f"\n=== {' and '.join(part.name for part in parts)}", flush=True)
    began = time.monotonic()
    running = [(part, start(part, environ, shown=len(parts) == 1)) for part in parts]
    for part, process in running:
        code = process.wait()
        if part.output.exists():
            print(part.output.read_text(), flush=True)
        print(f"=== {part.name}: {time.monotonic() - began:.0f} s", flush=True)
        tally.read(part, part.report)
        if code == NO_TESTS:
            tally.not_run.append(f"{part.name}: no test found")
        elif code:
            tally.broken.append(f"{part.name}: pytest ended with code {code}")


def start(part: Part, environ: dict[str, str], *, shown: bool) -> subprocess.Popen[bytes]:
    """One run of pytest, which writes to a file what is not shown as it goes."""
    part.report.unlink(missing_ok=True)
    part.output.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-m", part.marks, f"--junitxml={part.report}"]
    with nullcontext() if shown else part.output.open("wb") as output:
        return subprocess.Popen(
            [*command, *part.options, *part.where],
            env=environ | {"TEST_ENGINE": part.engine},
            cwd=ROOT,
            stdout=output,
            stderr=output and subprocess.STDOUT,
        )


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
