"""The modules of a pathway in plain values: as they are written, compared, and put in their place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from .. import queries
from ..errors import AlreadyInPathway, TooManyModules
from ..models import ModulePrerequisite, NeedsRule, PathwayModule, PathwayOffer

MOST_MODULES = 12


@dataclass(frozen=True, kw_only=True)
class ModuleText:
    """One module, named by its training, as are those it needs; gaps in days, None for no limit."""

    offer_id: int
    is_required: bool = True
    needs: tuple[int, ...] = ()
    needs_rule: NeedsRule = NeedsRule.ALL
    minimum_gap_days: int = 0
    maximum_gap_days: int | None = None


Modules = tuple[ModuleText, ...]


def add_module(modules: Modules, offer_id: int) -> Modules:
    """At the end. Raises AlreadyInPathway, TooManyModules."""
    if any(module.offer_id == offer_id for module in modules):
        raise AlreadyInPathway
    if len(modules) >= MOST_MODULES:
        raise TooManyModules(most=MOST_MODULES)
    return (*modules, ModuleText(offer_id=offer_id))


def remove_module(modules: Modules, offer_id: int) -> Modules:
    return check_order([module for module in modules if module.offer_id != offer_id])


def change_module(modules: Modules, changed: ModuleText) -> Modules:
    return check_order([changed if one.offer_id == changed.offer_id else one for one in modules])


def shift_module(modules: Modules, offer_id: int, by: int) -> Modules:
    """One place up (-1) or down (+1); nothing at either end."""
    order = [module.offer_id for module in modules]
    if offer_id not in order:
        return modules
    here = order.index(offer_id)
    there = here + by
    if not 0 <= there < len(modules):
        return modules
    moved = list(modules)
    moved[here], moved[there] = moved[there], moved[here]
    return check_order(moved)


def check_order(modules: Sequence[ModuleText]) -> Modules:
    """A module needs only modules that come before it; what it needed and no longer can is forgotten."""
    before: set[int] = set()
    checked = []
    for module in modules:
        checked.append(replace(module, needs=tuple(need for need in module.needs if need in before)))
        before.add(module.offer_id)
    return tuple(checked)


def modules_of(modules: Sequence[PathwayModule]) -> Modules:
    """What readers see today."""
    offers = {module.id: module.offer_id for module in modules}
    return tuple(
        ModuleText(
            offer_id=module.offer_id,
            is_required=module.is_required,
            needs=tuple(sorted(offers[need.needs_id] for need in module.needs if need.needs_id in offers)),
            needs_rule=module.needs_rule,
            minimum_gap_days=module.minimum_gap_days,
            maximum_gap_days=module.maximum_gap_days,
        )
        for module in modules
    )


def write_modules(db: Session, pathway: PathwayOffer, modules: Modules, *, now: datetime) -> None:
    """Put them in the place of today's. One that goes stays for those who took it, and may come back."""
    db.flush()  # a new pathway has a number
    known = {module.offer_id: module for module in queries.list_all_modules(db, pathway.id)}
    for module in known.values():
        module.removed_at = module.removed_at or now
        module.needs = []
    for position, text in enumerate(modules, start=1):
        row = known.get(text.offer_id)
        if row is None:
            row = known[text.offer_id] = PathwayModule(
                pathway_id=pathway.id, offer_id=text.offer_id, needs=[]
            )
            db.add(row)
        row.position, row.removed_at, row.is_required = position, None, text.is_required
        row.needs_rule = text.needs_rule
        row.minimum_gap_days, row.maximum_gap_days = text.minimum_gap_days, text.maximum_gap_days
    db.flush()  # their numbers go on what they need
    for text in modules:
        known[text.offer_id].needs = [
            ModulePrerequisite(needs_id=known[need].id) for need in text.needs if need in known
        ]
