from datetime import timedelta

from sqlalchemy.exc import OperationalError

from shared_services.scheduler.models import JobRun
from shared_services.web.health import queries
from tests.support.makers import MONDAY, saved


def gone(*_args, **_kwargs):
    raise OperationalError("SELECT 1", {}, Exception("no server"))


class TestHealthz:
    def test_it_asks_nothing_of_the_database(self, client, monkeypatch):
        monkeypatch.setattr("sqlalchemy.orm.Session.execute", gone)

        assert client.get("/healthz").json == {"status": "ok"}


class TestReadyz:
    def test_a_migrated_database_is_ready(self, client):
        response = client.get("/readyz")

        assert response.status_code == 200
        assert response.json["migrations"] == "ok"

    def test_a_database_that_is_gone_is_not_ready(self, client, monkeypatch):
        monkeypatch.setattr(queries, "answers", gone)

        response = client.get("/readyz")

        assert response.status_code == 503
        assert response.json["database"] == "unreachable"

    def test_a_database_behind_our_migrations_is_not_ready(self, client, monkeypatch):
        monkeypatch.setattr(queries, "find_revision", lambda _db: "0001")

        response = client.get("/readyz")

        assert response.status_code == 503
        assert response.json["migrations"] == "behind"

    def test_the_age_of_the_scheduler_is_said(self, client):
        saved(JobRun(job="deliver", holder="a", started_at=MONDAY - timedelta(seconds=40)))

        assert client.get("/readyz").json["scheduler_last_run_seconds_ago"] == 40

    def test_a_scheduler_that_never_ran_has_no_age(self, client):
        assert client.get("/readyz").json["scheduler_last_run_seconds_ago"] is None


class TestMetrics:
    def test_answers_are_counted_by_endpoint_and_status(self, fragile):
        fragile.get("/healthz")
        fragile.get("/nowhere")

        text = fragile.get("/metrics").text

        assert 'http_requests_total{endpoint="health.healthz",status="200"} 1.0' in text
        assert 'http_requests_total{endpoint="none",status="404"} 1.0' in text

    def test_bookings_and_messages_are_counted_by_state(self, client):
        text = client.get("/metrics").text

        assert 'bookings{status="confirmed"} 0.0' in text
        assert 'outbox_messages{state="queued"} 0.0' in text

    def test_a_failed_recount_of_the_ledger_shows(self, client):
        saved(JobRun(job="verify_ledger", holder="a", started_at=MONDAY, ended_at=MONDAY, error="2 slots"))

        assert "ledger_check_failed 1.0" in client.get("/metrics").text
