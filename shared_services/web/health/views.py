"""Is the process alive, ready, and how is it doing. No personal data; keep /metrics inside by the proxy."""

import time
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast

from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from config import ROOT
from shared_services.booking.models import BookingStatus
from shared_services.core import clock
from shared_services.core.access import public
from shared_services.core.database import read_session
from shared_services.outbox.models import MessageState

from . import queries

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@public
def readyz() -> tuple[dict[str, Any], int]:
    """Ready when the database answers and is at our last migration.

    The scheduler's age is said, not judged: pages are served without it.
    """
    try:
        facts, ready = _readiness()
    except SQLAlchemyError:
        facts, ready = {"database": "unreachable"}, False
    return {"status": "ready" if ready else "not ready", **facts}, 200 if ready else 503


def _readiness() -> tuple[dict[str, Any], bool]:
    db = read_session()
    queries.answers(db)
    is_current = queries.find_revision(db) == latest_revision()
    last_run_at = queries.find_last_run_at(db) if is_current else None
    age = (clock.now() - last_run_at).total_seconds() if last_run_at else None
    return {
        "database": "ok",
        "migrations": "ok" if is_current else "behind",
        "scheduler_last_run_seconds_ago": age,
    }, is_current


@lru_cache(maxsize=1)
def latest_revision() -> str | None:
    """The last migration of this code."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(config).get_current_head()


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """What this process has answered since it started, and what the database holds now."""
    registry = cast(CollectorRegistry, current_app.extensions["metrics"])
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class StoredFigures:
    """Figures read from the database at each scrape: five cheap statements."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        db = read_session()
        messages = queries.count_messages_by_state(db)
        yield _by("outbox_messages", "Messages by state", "state", messages, MessageState)
        bookings = queries.count_bookings_by_status(db)
        yield _by("bookings", "Bookings by status", "status", bookings, BookingStatus)
        check = queries.find_ledger_check(db)
        if check is not None:
            wrong = GaugeMetricFamily("ledger_check_failed", "1 when the last recount found a difference")
            wrong.add_metric([], 1.0 if check.error else 0.0)
            yield wrong


def _by(name: str, what: str, label: str, counts: dict[str, int], known: Any) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, what, labels=[label])
    for value in known:
        family.add_metric([str(value)], float(counts.get(str(value), 0)))
    return family


def init_metrics(app: Flask) -> None:
    """Count the answers of this application, by endpoint and status."""
    registry = CollectorRegistry()
    registry.register(StoredFigures())
    answered = Counter("http_requests", "Answers", ["endpoint", "status"], registry=registry)
    seconds = Histogram("http_request_seconds", "Time to answer", ["endpoint"], registry=registry)
    app.extensions["metrics"] = registry

    def count_answer(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        answered.labels(endpoint, str(response.status_code)).inc()
        if "started" in g:
            seconds.labels(endpoint).observe(time.perf_counter() - g.started)
        return response

    app.after_request(count_answer)
