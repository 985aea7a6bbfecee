"""`flask scheduler …`."""

from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import AppGroup

from shared_services.core import clock
from shared_services.core.database import read_session

from . import queries
from .registry import JOBS
from .runner import Runner, run_job

scheduler = AppGroup("scheduler", help="What runs by itself.")


@scheduler.command("run")
def run() -> None:
    """Run the timetable until stopped; several may run, one leads."""
    runner = Runner(current_app._get_current_object())  # type: ignore[attr-defined]
    click.echo(f"{runner.holder} is ready")
    runner.run()


@scheduler.command("tick")
@click.option("--at", help="Pretend that it is this instant (ISO 8601 with its offset).")
def tick(at: str | None) -> None:
    """Run every job once, now."""
    with clock.stopped(_instant(at) if at else clock.now()):
        for job in JOBS:
            click.echo(f"{job.name}\t{'done' if run_job(job, holder='tick') else 'FAILED'}")


@scheduler.command("status")
def status() -> None:
    """Who leads, and when each job last did something."""
    db = read_session()
    lease = queries.find_lease(db)
    alive = lease is not None and lease.expires_at > clock.now()
    click.echo(f"leader\t{lease.holder if lease and alive else 'none'}")
    runs = queries.list_last_runs(db)
    for job in JOBS:
        last = runs.get(job.name)
        click.echo(f"{job.name}\t{last.started_at.isoformat() if last else 'never'}")


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not an ISO 8601 instant") from None
    if instant.tzinfo is None:
        raise click.BadParameter("say the offset too, for instance 2027-01-04T09:00+01:00")
    return instant.astimezone(UTC)
