import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import serve

ROOT = Path(__file__).resolve().parents[2]
SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
RUN_TWO_SLEEPERS = f"""
import os, sys
from tools import serve
marker = {SLEEPS!r} + [sys.argv[1]]
sys.exit(serve.run_together([marker, marker], dict(os.environ)))
"""

INTERRUPT_IN_MID_START = """
import os, signal, subprocess
real = subprocess.Popen
def start(*args, **options):
    process = real(*args, **options)
    os.kill(os.getpid(), signal.SIGINT)
    return process
subprocess.Popen = start
"""


def sleepers(marker):
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if SLEEPS[2].encode() in words and marker.encode() in words:
            found.append(process.name)
    return found


def wait_for(condition):
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


class TestRunTogether:
    def test_when_one_ends_the_other_is_stopped(self):
        fails = [sys.executable, "-c", "import sys; sys.exit(3)"]
        marker = f"beside-{os.getpid()}"

        assert serve.run_together([fails, [*SLEEPS, marker]], dict(os.environ)) == 3
        assert sleepers(marker) == []

    @pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
    def test_a_signal_stops_both(self, name):
        marker = f"{name}-{os.getpid()}"
        run = subprocess.Popen([sys.executable, "-c", RUN_TWO_SLEEPERS, marker], cwd=ROOT)
        assert wait_for(lambda: len(sleepers(marker)) == 2)

        run.send_signal(getattr(serve.signal, name))

        assert run.wait(10) == 0
        assert sleepers(marker) == []

    def test_a_signal_while_they_start_leaves_nobody_behind(self):
        marker = f"early-{os.getpid()}"
        script = INTERRUPT_IN_MID_START + RUN_TWO_SLEEPERS
        run = subprocess.Popen([sys.executable, "-c", script, marker], cwd=ROOT)

        assert run.wait(10) == 0
        assert sleepers(marker) == []


class TestDevelopmentKey:
    def test_it_is_made_once_and_for_the_owner_alone(self, tmp_path):
        path = tmp_path / "secret_key"

        first = serve.development_key(path)

        assert len(first) == 64
        assert serve.development_key(path) == first
        assert path.stat().st_mode & 0o077 == 0
