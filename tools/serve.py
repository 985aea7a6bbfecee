"""`make run`: migrate, load the demo data into an empty database, then web server and scheduler side by side.

Whichever ends first, or Ctrl-C, ends both.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PATIENCE_SECONDS = 20  # for a request or a message under way, before a process is killed

DEMO_ACCOUNTS = """
  Demo accounts, password demo-password-2026:
    admin@demo.example      manager@demo.example    manager2@demo.example   trainer@demo.example
    referent@demo.example   aidant@demo.example     aidant2@demo.example    authority@demo.example
"""


def main() -> int:
    os.chdir(ROOT)
    (ROOT / "var").mkdir(exist_ok=True)
    environ = os.environ | {"PORT": os.environ.get("PORT", "5000")}
    production = environ.get("APP_ENV") == "production"
    if not production and not environ.get("SECRET_KEY"):
        environ["SECRET_KEY"] = development_key(ROOT / "var" / "secret_key")
    flask = [str(BIN / "flask"), "--app", "wsgi"]
    preparations = [[*flask, "db", "upgrade"]]
    if not production:
        preparations.append([*flask, "demo", "load", "--if-empty"])
    for command in preparations:
        code = subprocess.run(command, env=environ, check=False).returncode
        if code:
            return code
    if not production:
        print(DEMO_ACCOUNTS)
    address = f"127.0.0.1:{environ['PORT']}"
    print(f"  The site opens on http://{address} ; Ctrl-C stops it.\n", flush=True)
    web = [str(BIN / "gunicorn"), "wsgi:app", "--bind", address]
    web += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"]
    return run_together([[*flask, "scheduler", "run"], web], environ)


def development_key(path: Path) -> str:
    """The key that signs cookies on this machine: made once, so that a restart signs nobody out."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text().strip()


def run_together(commands: list[list[str]], environ: dict[str, str]) -> int:
    """Run the commands until one ends or we are told to stop; then stop all of them."""
    # Only noted: an exception raised in the middle of a start would leave that process behind.
    told: list[int] = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, _frame: told.append(number))
    # Away from the terminal's own Ctrl-C: each gets exactly one signal, from us.
    running = [subprocess.Popen(command, env=environ, start_new_session=True) for command in commands]
    while not told and all(process.poll() is None for process in running):
        time.sleep(0.2)
    ended = next((process for process in running if process.poll() is not None), None)
    stop_all(running)
    if told or ended is None:
        return 0
    print(f"{Path(ended.args[0]).name} ended with code {ended.returncode}", file=sys.stderr)
    return ended.returncode or 1


def stop_all(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for process in running:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
