"""The moves of a booking, and what was done to an offer, in words, for their histories."""

from shared_services.core.audit import AuditEntry
from shared_services.core.i18n import _, _l

from .admin.audit_words import act_words

BOOKED = {
    "pending": _l("Place demandée, en attente de l'accord du hub"),
    "confirmed": _l("Place réservée et confirmée"),
    "waitlisted": _l("Inscription sur la liste d'attente"),
}
MOVES = {
    "pending": _l("Place tenue, en attente de l'accord du hub"),
    "confirmed": _l("Place confirmée"),
    "waitlisted": _l("Inscription sur la liste d'attente"),
    "offered": _l("Place proposée"),
    "cancelled": _l("Annulée"),
    "refused": _l("Refusée par le hub"),
    "attended": _l("Présence notée"),
    "no_show": _l("Absence notée"),
    "moved": _l("Déplacée vers une autre date"),
    "merged": _l("Déplacée avec toute la session vers une autre date"),
    "swapped": _l("Place donnée à une autre personne"),
    "handed_over": _l("Matériel remis"),
    "taken_back": _l("Matériel revenu"),
    "extended": _l("Prêt prolongé"),
    "settled": _l("Prêt clos"),
}
UNKNOWN = _l("Modifiée")


def booking_move(entry: AuditEntry) -> str:
    """One line of the history; an act we have no words for is still told."""
    if entry.action == "cancelled" and entry.details and "rank" in entry.details:
        return _("Liste d'attente close sans place libre, au rang %(rank)d", rank=entry.details["rank"])
    words = BOOKED.get(entry.to_state or "") if entry.action == "booked" else MOVES.get(entry.action)
    return str(words or UNKNOWN)


def offer_act(entry: AuditEntry) -> str:
    """One line of an offer's history, as the admins' trail says it."""
    return act_words(entry.subject_kind, entry.action)
