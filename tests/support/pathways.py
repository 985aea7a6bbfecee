"""Pathways for tests: a published one with a module a training, in order, each with its sessions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from shared_services.accounts.models import Person
from shared_services.booking.models import Audience
from shared_services.catalogue.models import Modality, OfferStatus
from shared_services.core.database import read_session, transaction
from shared_services.core.text import normalised, search_text
from shared_services.kinds.trainings.models import TrainingOffer, TrainingSession
from shared_services.network.models import Hub
from shared_services.pathways.models import (
    Cohort,
    CohortSession,
    Enrolment,
    PathwayModule,
    PathwayOffer,
)
from shared_services.pathways.operations import Enrolling, enrol
from shared_services.pathways.queries import list_modules

from .makers import LONG_AGO, MONDAY, WITH_A_REASON, make_hub, make_manager, make_offer, make_session, saved

TITLES = ("Accueillir", "Accompagner", "Évaluer")
FIRST_DAY = date(2027, 2, 2)


def make_pathway(
    hub: Hub | None = None,
    *,
    title: str = "Parcours aidant numérique",
    modules: int = 3,
    status: OfferStatus = OfferStatus.PUBLISHED,
    author: Person | None = None,
    **given: Any,
) -> PathwayOffer:
    """Anyone may enrol unless said otherwise; its modules have no session yet."""
    hub = hub or make_hub()
    author = author or make_manager(hub)
    values: dict[str, Any] = {
        "summary": "Devenir aidant numérique en trois étapes.",
        "description": "Trois modules, du premier accueil au bilan.",
        "objectives": "Accueillir une personne\nExpliquer sans faire à la place",
        "who": Audience.ANYONE,
        "modality": Modality.IN_PERSON,
        "search_text": search_text(title),
        "sort_key": normalised(title),
        "created_at": LONG_AGO,
        "updated_at": LONG_AGO,
        "published_at": LONG_AGO if status == OfferStatus.PUBLISHED else None,
        "return_reason": "À compléter." if status in WITH_A_REASON else "",
    }
    pathway = saved(
        PathwayOffer(hub_id=hub.id, author_id=author.id, title=title, status=status, **values | given)
    )
    for name in TITLES[:modules]:
        add_module(pathway, make_offer(hub, author=author, title=name))
    return pathway


def add_module(pathway: PathwayOffer, offer: TrainingOffer, **given: Any) -> PathwayModule:
    """At the end."""
    position = len(list_modules(read_session(), [pathway.id])) + 1
    return saved(PathwayModule(pathway_id=pathway.id, offer_id=offer.id, position=position, **given))


def alter(row: Any, **values: Any) -> None:
    """Commit other values of a row."""
    with transaction():
        for name, value in values.items():
            setattr(row, name, value)


def modules_of(pathway: PathwayOffer) -> list[PathwayModule]:
    return list_modules(read_session(), [pathway.id])


def trainings_of(pathway: PathwayOffer) -> list[tuple[int, TrainingOffer]]:
    """The numbers of its modules and their trainings."""
    return [(module.id, module.offer) for module in modules_of(pathway)]


def plan_sessions(pathway: PathwayOffer, **given: Any) -> dict[int, TrainingSession]:
    """One session of each module, a week apart, by the number of the module. `capacities` one by one."""
    capacities = given.pop("capacities", ())
    found = {}
    first_day = given.pop("starts_on", FIRST_DAY)
    for number, (module_id, offer) in enumerate(trainings_of(pathway)):
        if number < len(capacities):
            given["capacity"] = capacities[number]
        found[module_id] = make_session(offer, starts_on=first_day + timedelta(days=7 * number), **given)
    return found


def ids_of(sessions: dict[int, TrainingSession]) -> dict[int, int]:
    return {module_id: session.id for module_id, session in sessions.items()}


def make_cohort(
    pathway: PathwayOffer, sessions: dict[int, TrainingSession], name: str = "Printemps"
) -> Cohort:
    """One that may be joined."""
    chosen = [CohortSession(module_id=m, session_id=s) for m, s in ids_of(sessions).items()]
    return saved(Cohort(pathway_id=pathway.id, name=name, created_at=LONG_AGO, sessions=chosen))


def follow(pathway: PathwayOffer, person: Person, chosen: dict[int, int], **given: Any) -> Enrolment:
    with transaction() as db:
        return enrol(db, pathway.id, Enrolling(chosen=chosen, **given), person=person, by=person, now=MONDAY)
