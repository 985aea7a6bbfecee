"""Delivering what is due, one message in flight at a time, so that a crash can repeat one at most."""

import logging
import os
import socket
from datetime import datetime

from shared_services.core import clock
from shared_services.core.database import read_session, transaction
from shared_services.core.site import settings

from . import operations, queries, rendering, transport
from .letters import Dropped
from .models import OutboxMessage

log = logging.getLogger(__name__)

HOLDER = f"{socket.gethostname()}:{os.getpid()}"


def deliver_messages(_now: datetime) -> int:
    """Send everything that is due; the clock is read for each message, a batch may last."""
    done = 0
    while True:
        with transaction() as db:
            message = operations.claim_next(db, holder=HOLDER, now=clock.now())
            if message is None:
                return done
            message_id = message.id
        deliver(message_id)
        done += 1


def deliver(message_id: int) -> None:
    """Render and send one claimed message, outside any transaction, then write down how it went."""
    db = read_session()
    message = queries.get_message(db, message_id)
    try:
        kept_copy = _send(message)
    except Dropped as reason:
        with transaction() as db:
            operations.mark_dropped(db, message_id, why=str(reason))
    except (transport.RefusedForGood, transport.RefusedForNow) as error:
        _failed(message_id, str(error), for_good=isinstance(error, transport.RefusedForGood))
    except Exception as error:
        log.exception("message %s cannot be rendered", message_id)
        db.rollback()
        _failed(message_id, f"{type(error).__name__}: {error}", for_good=False)
    else:
        with transaction() as db:
            operations.mark_sent(db, message_id, now=clock.now(), kept_copy=kept_copy)


def _send(message: OutboxMessage) -> str | None:
    email = rendering.render(read_session(), message)
    read_session().rollback()  # nothing is held open while the mail server answers
    mail_url = settings().mail_url
    if mail_url is None:
        return email.as_string()
    transport.send(email, mail_url)
    return None


def _failed(message_id: int, error: str, *, for_good: bool) -> None:
    with transaction() as db:
        operations.mark_failed(db, message_id, error=error[:2000], for_good=for_good, now=clock.now())


def forget_old_messages(now: datetime) -> int:
    """Delete what was settled more than a year ago."""
    with transaction() as db:
        return operations.forget_old_messages(db, now=now)
