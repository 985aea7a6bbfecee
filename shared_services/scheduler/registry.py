"""The timetable, in code: what runs, how often, and what for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from shared_services.accounts.jobs import end_support_visits, forget_expired_tokens
from shared_services.api.jobs import forget_tokens_and_answers
from shared_services.booking.jobs import (
    close_waiting_lists,
    end_bookables,
    expire_places,
    forget_files_and_needs,
    offer_free_places,
    post_due_reminders,
    verify_ledger,
)
from shared_services.catalogue.jobs import ask_whether_still_true, forget_old_reports
from shared_services.core.i18n import LazyString, _l
from shared_services.finding.jobs import post_search_alerts
from shared_services.kinds.trainings.jobs import decide_sessions
from shared_services.network.jobs import forget_old_invitations
from shared_services.outbox.jobs import deliver_messages, forget_old_messages

from .operations import forget_old_runs, measure_tables

Run = Callable[[datetime], int]


@dataclass(frozen=True)
class Job:
    """`run(now)` does what is due at `now` and says how many things it did; doing it twice does no harm."""

    name: str
    run: Run
    trigger: BaseTrigger
    purpose: LazyString | str


def _every(**span: int) -> IntervalTrigger:
    return IntervalTrigger(**span, timezone="UTC")


def _nightly(hour: int, minute: int) -> CronTrigger:
    # Never between two and three: once a year that hour does not exist, once it comes twice.
    return CronTrigger(hour=hour, minute=minute, timezone="Europe/Paris")


JOBS = (
    Job("expire_places", expire_places, _every(minutes=1), _l("Passer les places sans réponse")),
    Job("offer_free_places", offer_free_places, _every(minutes=5), _l("Proposer les places devenues libres")),
    Job("close_waiting_lists", close_waiting_lists, _every(minutes=5), _l("Clore les listes d'attente")),
    Job("decide_sessions", decide_sessions, _every(minutes=1), _l("Dire quelles sessions sont maintenues")),
    Job("end_bookables", end_bookables, _every(minutes=5), _l("Marquer ce qui est terminé")),
    Job("post_due_reminders", post_due_reminders, _every(minutes=5), _l("Préparer les rappels")),
    Job("end_support_visits", end_support_visits, _every(minutes=5), _l("Clore les visites du support")),
    Job(
        "post_search_alerts",
        post_search_alerts,
        _every(minutes=15),
        _l("Préparer les alertes des recherches"),
    ),
    Job("deliver_messages", deliver_messages, _every(seconds=5), _l("Envoyer les messages")),
    Job("verify_ledger", verify_ledger, _nightly(3, 30), _l("Recompter les places")),
    Job("forget_expired_tokens", forget_expired_tokens, _nightly(4, 0), _l("Effacer les liens périmés")),
    Job(
        "forget_files_and_needs",
        forget_files_and_needs,
        _nightly(4, 45),
        _l("Effacer les besoins et fichiers"),
    ),
    Job(
        "forget_old_invitations",
        forget_old_invitations,
        _nightly(4, 10),
        _l("Effacer les vieilles invitations"),
    ),
    Job(
        "forget_tokens_and_answers",
        forget_tokens_and_answers,
        _nightly(4, 20),
        _l("Effacer les jetons et réponses périmés"),
    ),
    Job("forget_old_reports", forget_old_reports, _nightly(4, 25), _l("Effacer les vieux signalements")),
    Job(
        "ask_whether_still_true",
        ask_whether_still_true,
        CronTrigger(hour=9, minute=10, timezone="Europe/Paris"),
        _l("Demander si les offres sont toujours vraies"),
    ),
    Job("forget_old_messages", forget_old_messages, _nightly(4, 15), _l("Effacer les vieux messages")),
    Job("measure_tables", measure_tables, _nightly(4, 50), _l("Mesurer les tables, pour chercher vite")),
    Job("forget_old_runs", forget_old_runs, _nightly(4, 30), _l("Effacer les vieux passages")),
)
