"""The morning mail of a manager: what of her hub waits for a decision now."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from shared_services.accounts.queries import get_person
from shared_services.booking.no_shows.counting import list_open_reviews
from shared_services.catalogue.reports.queries import (
    AGAIN_AFTER,
    FRESH_FOR,
    list_open_reports,
    list_unchecked,
)
from shared_services.core import clock
from shared_services.core.i18n import _l, ngettext
from shared_services.core.links import absolute_url
from shared_services.evaluation.complaints.queries import count_waiting_complaints
from shared_services.network.models import StaffRole
from shared_services.network.notices import DIGEST
from shared_services.network.queries import get_hub, has_role, list_requests_for_hub
from shared_services.outbox.letters import Dropped, Letter
from shared_services.outbox.registry import renders

from . import queries

LITTLE_TIME = timedelta(hours=24)
NOTHING_LEFT = _l("Plus rien n'attendait ce matin-là.")


@renders(DIGEST)
def render_digest(db: Session, payload: dict[str, Any]) -> Letter:
    """Dropped when nothing is left to do, or she manages the hub no more."""
    hub_id, person_id = payload["hub_id"], payload["person_id"]
    counts = count_what_waits(db, hub_id, now=clock.now())
    waiting = sum(counts.values())
    if not waiting or not has_role(db, person_id, hub_id, {StaffRole.MANAGER}):
        raise Dropped(str(NOTHING_LEFT))
    return Letter(
        template=DIGEST,
        facts={
            "person": get_person(db, person_id),
            "hub": get_hub(db, hub_id),
            "count": waiting,
            "lines": lines_of(counts),
            "desk_url": absolute_url("desk.desk", hub_id=hub_id),
            "settings_url": absolute_url("hub_settings.settings", hub_id=hub_id),
        },
    )


def count_what_waits(db: Session, hub_id: int, *, now: datetime) -> dict[str, int]:
    """How many things of each group of the desk wait for a decision."""
    return {
        "pending": len(queries.list_pending(db, hub_id)),
        "expiring": len(queries.list_places_to_answer(db, hub_id, now=now, within=LITTLE_TIME)),
        "asked": len(queries.list_asked(db, hub_id, now=now)),
        "unnoted": len(queries.list_without_attendance(db, hub_id, now=now)),
        "organisations": len(queries.list_membership_requests(db, hub_id)),
        "people": len(list_requests_for_hub(db, hub_id)),
        "reviews": len(list_open_reviews(db, hub_id)),
        "offers": len(queries.list_unfinished_offers(db, hub_id)),
        "complaints": count_waiting_complaints(db, hub_id),
        "reports": len(list_open_reports(db, hub_id)),
        "unchecked": len(list_unchecked(db, before=now - FRESH_FOR - AGAIN_AFTER, hub_id=hub_id)),
    }


def lines_of(counts: dict[str, int]) -> list[str]:
    """Each group of the desk that has something, in words."""
    said = {
        "pending": ngettext(
            "%(num)d demande attend votre accord",
            "%(num)d demandes attendent votre accord",
            counts["pending"],
        ),
        "expiring": ngettext(
            "%(num)d place proposée attend une réponse aujourd'hui",
            "%(num)d places proposées attendent une réponse aujourd'hui",
            counts["expiring"],
        ),
        "asked": ngettext(
            "%(num)d session sous le minimum : à vous de décider",
            "%(num)d sessions sous le minimum : à vous de décider",
            counts["asked"],
        ),
        "unnoted": ngettext(
            "%(num)d session passée, présences à noter",
            "%(num)d sessions passées, présences à noter",
            counts["unnoted"],
        ),
        "organisations": ngettext(
            "%(num)d structure demande à rejoindre le hub",
            "%(num)d structures demandent à rejoindre le hub",
            counts["organisations"],
        ),
        "people": ngettext(
            "%(num)d personne demande à rejoindre sa structure",
            "%(num)d personnes demandent à rejoindre leur structure",
            counts["people"],
        ),
        "reviews": ngettext(
            "%(num)d réexamen d'absences demandé",
            "%(num)d réexamens d'absences demandés",
            counts["reviews"],
        ),
        "offers": ngettext("%(num)d offre à reprendre", "%(num)d offres à reprendre", counts["offers"]),
        "unchecked": ngettext("%(num)d offre à vérifier", "%(num)d offres à vérifier", counts["unchecked"]),
        "complaints": ngettext(
            "%(num)d réclamation attend votre réponse",
            "%(num)d réclamations attendent votre réponse",
            counts["complaints"],
        ),
        "reports": ngettext(
            "%(num)d signalement de lecteur", "%(num)d signalements de lecteurs", counts["reports"]
        ),
    }
    return [words for group, words in said.items() if counts[group]]
