"""The timetable, in code: what runs, how often, and what for."""

from shared_services.accounts.jobs import end_support_visits, forget_expired_tokens
from shared_services.api.jobs import forget_tokens_and_answers
from shared_services.attendance.jobs import remind_of_open_sheets
from shared_services.basket.jobs import expire_baskets, forget_baskets
from shared_services.booking.jobs import (
    close_waiting_lists,
    end_bookables,
    expire_places,
    follow_dates,
    forget_files_and_needs,
    offer_free_places,
    post_due_reminders,
    verify_ledger,
)
from shared_services.catalogue.jobs import ask_whether_still_true, forget_old_reports
from shared_services.core.i18n import _l
from shared_services.core.timetable import Job, daily, every
from shared_services.evaluation.jobs import forget_surveys, send_surveys
from shared_services.evidence.jobs import delete_old_papers, make_papers
from shared_services.evidence.passport.jobs import forget_passport_shares
from shared_services.finding.jobs import post_search_alerts
from shared_services.kinds import KINDS
from shared_services.network.jobs import forget_old_invitations
from shared_services.outbox.jobs import deliver_messages, forget_old_messages
from shared_services.pathways.jobs import follow_pathways, remind_of_objectives

from .operations import forget_old_runs, measure_tables

JOBS = (
    Job("expire_places", expire_places, every(minutes=1), _l("Passer les places sans réponse")),
    Job("expire_baskets", expire_baskets, every(minutes=1), _l("Rendre ce que les paniers gardaient")),
    Job("offer_free_places", offer_free_places, every(minutes=5), _l("Proposer les places devenues libres")),
    Job("close_waiting_lists", close_waiting_lists, every(minutes=5), _l("Clore les listes d'attente")),
    *(job for kind in KINDS for job in kind.jobs),
    Job("follow_pathways", follow_pathways, every(minutes=1), _l("Suivre les parcours")),
    Job(
        "remind_of_objectives",
        remind_of_objectives,
        daily(8, 15),
        _l("Rappeler les objectifs des parcours"),
    ),
    Job("end_bookables", end_bookables, every(minutes=5), _l("Marquer ce qui est terminé")),
    Job("follow_dates", follow_dates, every(minutes=5), _l("Tenir les réservations à leurs dates")),
    Job("post_due_reminders", post_due_reminders, every(minutes=5), _l("Préparer les rappels")),
    Job("end_support_visits", end_support_visits, every(minutes=5), _l("Clore les visites du support")),
    Job(
        "remind_of_open_sheets",
        remind_of_open_sheets,
        every(minutes=15),
        _l("Demander les feuilles de présence qui manquent"),
    ),
    Job("make_papers", make_papers, every(minutes=15), _l("Faire les convocations et les certificats")),
    Job(
        "post_search_alerts",
        post_search_alerts,
        every(minutes=15),
        _l("Préparer les alertes des recherches"),
    ),
    Job("send_surveys", send_surveys, every(minutes=15), _l("Envoyer les questionnaires")),
    Job("deliver_messages", deliver_messages, every(seconds=5), _l("Envoyer les messages")),
    Job("verify_ledger", verify_ledger, daily(3, 30), _l("Recompter les places")),
    Job("forget_expired_tokens", forget_expired_tokens, daily(4, 0), _l("Effacer les liens périmés")),
    Job(
        "forget_files_and_needs",
        forget_files_and_needs,
        daily(4, 45),
        _l("Effacer les besoins et fichiers"),
    ),
    Job(
        "forget_old_invitations",
        forget_old_invitations,
        daily(4, 10),
        _l("Effacer les vieilles invitations"),
    ),
    Job(
        "forget_tokens_and_answers",
        forget_tokens_and_answers,
        daily(4, 20),
        _l("Effacer les jetons et réponses périmés"),
    ),
    Job(
        "forget_passport_shares",
        forget_passport_shares,
        daily(4, 22),
        _l("Effacer les partages de passeport finis"),
    ),
    Job(
        "delete_old_papers",
        delete_old_papers,
        daily(4, 55),
        _l("Supprimer les papiers au terme de leur conservation"),
    ),
    Job("forget_baskets", forget_baskets, daily(4, 35), _l("Effacer les paniers oubliés")),
    Job("forget_old_reports", forget_old_reports, daily(4, 25), _l("Effacer les vieux signalements")),
    Job(
        "ask_whether_still_true",
        ask_whether_still_true,
        daily(9, 10),
        _l("Demander si les offres sont toujours vraies"),
    ),
    Job("forget_surveys", forget_surveys, daily(4, 40), _l("Effacer les vieux avis et réclamations")),
    Job("forget_old_messages", forget_old_messages, daily(4, 15), _l("Effacer les vieux messages")),
    Job("measure_tables", measure_tables, daily(4, 50), _l("Mesurer les tables, pour chercher vite")),
    Job("forget_old_runs", forget_old_runs, daily(4, 30), _l("Effacer les vieux passages")),
)
