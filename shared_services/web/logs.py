"""A number for each request, and one line about it. No name, address or e-mail is ever written."""

import json
import logging
import re
import secrets
import sys
import time
from typing import Any

from flask import Flask, Response, g, request, session
from flask_login import current_user
from sqlalchemy import inspect

from config import Settings

SANE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
HEADER = "X-Request-ID"
logger = logging.getLogger("shared_services.requests")


class JsonLines(logging.Formatter):
    """One JSON object a line, for machines."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def init_logs(app: Flask, settings: Settings) -> None:
    """Number the requests; write one line for each in production, as JSON."""
    if settings.is_production:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
        logging.getLogger("alembic").setLevel(logging.WARNING)  # /readyz asks it at every beat
    app.before_request(number_request)
    app.after_request(note_answer)


def number_request() -> None:
    """Keep the number a proxy gave, when it is a sane one; else draw one."""
    given = request.headers.get(HEADER, "")
    g.request_id = given if SANE_ID.fullmatch(given) else secrets.token_hex(8)
    g.started = time.perf_counter()


def note_answer(response: Response) -> Response:
    """Write the line: what was asked, what was answered, how long it took, by which person's number."""
    response.headers[HEADER] = g.get("request_id", "")
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    facts = {
        "request_id": g.get("request_id"),
        "method": request.method,
        # The rule, not the address: addresses hold tokens of links sent by mail.
        "path": request.url_rule.rule if request.url_rule else None,
        "endpoint": request.endpoint,
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 1),
        "person_id": _person_id(),
    }
    logger.info("request", extra={"facts": facts})
    return response


def _person_id() -> int | None:
    """The number of the person this request already knows; no query for a line of log."""
    if "_user_id" in session and "_login_user" in g and current_user.is_authenticated:
        # Read from the identity: an attribute would be fetched again after a commit.
        identity = inspect(current_user._get_current_object()).identity
        return int(identity[0]) if identity else None
    return None
