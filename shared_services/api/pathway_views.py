"""Pathways for programs: what they are made of, read only."""

from typing import Any

from marshmallow import RAISE

from shared_services.accounts.current import person_or_none
from shared_services.catalogue.policies import can_read_offer
from shared_services.core.access import public
from shared_services.core.database import read_session
from shared_services.core.errors import NotFound
from shared_services.core.i18n import _l
from shared_services.pathways.models import PathwayModule
from shared_services.pathways.queries import get_pathway, list_modules

from .catalogue_views import blueprint
from .facts import Told, tell_pathway, tell_pathway_whole
from .forms.answers import PathwayDetailOut, PathwaysOut
from .forms.asked import PathwaysIn
from .paging import read_cursor, write_cursor
from .queries import lists

__all__ = ["blueprint"]


@blueprint.get("/pathways")
@public
@blueprint.input(PathwaysIn, location="query", arg_name="asked", unknown=RAISE)
@blueprint.output(PathwaysOut)
@blueprint.doc(
    summary=_l("Chercher des parcours"),
    description=_l("Les parcours publiés, par titre, avec leurs modules dans l'ordre."),
)
def pathways(asked: dict[str, Any]) -> Told:
    """Published pathways, by title."""
    db = read_session()
    key, most = read_cursor("pathways", asked.get("cursor")), asked["limit"]
    found = lists.list_pathways(
        db, asked.get("q", ""), after=(key[0], key[1]) if key else None, most=most + 1
    )
    shown = found[:most]
    modules: dict[int, list[PathwayModule]] = {pathway.id: [] for pathway in shown}
    for module in list_modules(db, modules):
        modules[module.pathway_id].append(module)
    more = write_cursor("pathways", [shown[-1].sort_key, shown[-1].id]) if len(found) > most else None
    return {"items": [tell_pathway(one, modules[one.id]) for one in shown], "next": more}


@blueprint.get("/pathways/<int:offer_id>")
@public
@blueprint.output(PathwayDetailOut)
@blueprint.doc(summary=_l("Lire un parcours"))
def pathway(offer_id: int) -> Told:
    """One pathway whole. Raises NotFound, also for who may not read it."""
    db = read_session()
    found = get_pathway(db, offer_id)
    if not can_read_offer(db, person_or_none(), found):
        raise NotFound
    return tell_pathway_whole(found, list_modules(db, [offer_id]))
