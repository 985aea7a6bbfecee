"""Where an admin's day begins: what needs her, then every page she looks after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, current_app, render_template, url_for
from sqlalchemy.orm import Session

from shared_services.core import clock
from shared_services.core.access import allowed
from shared_services.core.database import read_session
from shared_services.core.i18n import LazyString, _l, ngettext
from shared_services.network.policies import can_admin
from shared_services.scheduler.queries import find_lease, list_last_runs

from .queries import home as home_queries

blueprint = Blueprint("admin", __name__)

# Every page admins look after, with what it is for.
PAGES: tuple[tuple[str, LazyString | str, LazyString | str], ...] = (
    ("catalogue_admin.moderation", _l("Relecture"), _l("Les offres à publier ou à renvoyer")),
    ("people_admin.people", _l("Personnes"), _l("Chercher un compte, ses rôles, le bloquer")),
    ("organisations_admin.organisations", _l("Structures"), _l("Corriger une fiche, réunir des doublons")),
    ("network_admin.hubs", _l("Hubs"), _l("Créer un hub, nommer qui le gère")),
    ("themes_admin.themes", _l("Thèmes"), _l("Ceux que l'on propose pour les offres")),
    ("announcements_admin.announcements", _l("Annonces"), _l("Un message en haut des pages")),
    ("audit_admin.search", _l("Journal"), _l("Qui a fait quoi, et quand")),
    ("scheduler_admin.outbox", _l("Envois"), _l("Les messages partis, en attente ou en échec")),
    ("scheduler_admin.jobs", _l("Tâches"), _l("Ce que le planificateur a fait")),
)


@dataclass(frozen=True)
class Need:
    """One thing to look at, in a sentence, and where."""

    sentence: str
    url: str


@blueprint.get("/admin")
@allowed(can_admin)
def home() -> str:
    """What needs me, then where everything is."""
    db, now = read_session(), clock.now()
    pages = [
        (url_for(endpoint), name, purpose)
        for endpoint, name, purpose in PAGES
        if endpoint in current_app.view_functions
    ]
    return render_template("web/admin/home.html", needs=list_needs(db, now=now), pages=pages)


def list_needs(db: Session, *, now: datetime) -> list[Need]:
    """In order of urgency: the machinery, then what people wait for."""
    found = home_queries.count_what_waits(db, now=now)
    waiting = [*_to_read(found), *_without_answer(found)]
    return [*_machinery(db, found, now=now), *(need for number, need in waiting if number)]


def _to_read(found: dict[str, int]) -> Iterator[tuple[int, Need]]:
    """How much there is to moderate."""
    page = "catalogue_admin.moderation"
    number = found["offers"]
    sentence = ngettext("%(num)d offre à relire", "%(num)d offres à relire", number)
    yield number, Need(sentence, url_for(page))
    number = found["revisions"]
    sentence = ngettext("%(num)d modification à relire", "%(num)d modifications à relire", number)
    yield number, Need(sentence, url_for(page, what="edits"))
    number = found["pictures"]
    sentence = ngettext("%(num)d image d'offre à relire", "%(num)d images d'offres à relire", number)
    yield number, Need(sentence, url_for(page))
    number = found["reports"]
    sentence = ngettext("%(num)d signalement de lecteur", "%(num)d signalements de lecteurs", number)
    yield number, Need(sentence, url_for(page, _anchor="reports"))


def _without_answer(found: dict[str, int]) -> Iterator[tuple[int, Need]]:
    """What hubs leave waiting."""
    hubs = url_for("network_admin.hubs")
    number = found["unmanaged"]
    sentence = ngettext(
        "%(num)d hub sans personne pour le gérer", "%(num)d hubs sans personne pour les gérer", number
    )
    yield number, Need(sentence, hubs)
    number = found["memberships"]
    sentence = ngettext(
        "%(num)d adhésion sans réponse depuis une semaine",
        "%(num)d adhésions sans réponse depuis une semaine",
        number,
    )
    yield number, Need(sentence, hubs)
    number = found["pending"]
    sentence = ngettext(
        "%(num)d réservation sans accord du hub depuis une semaine",
        "%(num)d réservations sans accord du hub depuis une semaine",
        number,
    )
    yield number, Need(sentence, hubs)
    number = found["affiliations"]
    sentence = ngettext(
        "%(num)d rattachement sans réponse depuis une semaine",
        "%(num)d rattachements sans réponse depuis une semaine",
        number,
    )
    yield number, Need(sentence, url_for("audit_admin.search", kind="affiliation", action="requested"))


def _machinery(db: Session, found: dict[str, int], *, now: datetime) -> list[Need]:
    needs = []
    lease = find_lease(db)
    jobs = url_for("scheduler_admin.jobs")
    if lease is None or lease.expires_at <= now:
        needs.append(Need(str(STOPPED), jobs))
    wrong = sum(1 for run in list_last_runs(db).values() if run.error)
    if wrong:
        needs.append(
            Need(
                ngettext(
                    "%(num)d tâche a échoué à son dernier passage",
                    "%(num)d tâches ont échoué à leur dernier passage",
                    wrong,
                ),
                jobs,
            )
        )
    if number := found["failed"]:
        sentence = ngettext("%(num)d message n'est pas parti", "%(num)d messages ne sont pas partis", number)
        needs.append(Need(sentence, url_for("scheduler_admin.outbox", state="failed")))
    if number := found["late"]:
        sentence = ngettext(
            "%(num)d message attend depuis plus d'un quart d'heure",
            "%(num)d messages attendent depuis plus d'un quart d'heure",
            number,
        )
        needs.append(Need(sentence, url_for("scheduler_admin.outbox", state="queued")))
    return needs


STOPPED = _l("Aucun planificateur ne travaille : ni rappels ni messages ne partent.")
