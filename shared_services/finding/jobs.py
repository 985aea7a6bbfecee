"""What the scheduler does for kept searches."""

from datetime import datetime

from shared_services.core.database import read_session, transaction

from . import operations, saved_queries


def post_search_alerts(now: datetime) -> int:
    """Run the searches whose alert is due, each in its own transaction."""
    done = 0
    for search_id in saved_queries.list_due(read_session(), now=now):
        with transaction() as db:
            done += operations.run_alert(db, search_id, now=now)
    return done
