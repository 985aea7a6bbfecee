"""The text of a pathway and its modules in plain values, as an edit is kept, compared and put in place."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared_services.booking.audience import AUDIENCES
from shared_services.booking.models import Audience
from shared_services.catalogue.kinds import Content
from shared_services.catalogue.models import LEVELS, MODALITIES, Level, Modality, Offer
from shared_services.catalogue.queries import list_themes
from shared_services.catalogue.revisions.changes import Told
from shared_services.core.i18n import LazyString, _, _l, ngettext

from . import queries
from .models import NEEDS_RULES, NeedsRule, PathwayOffer
from .operations import ModuleText, PathwayText, write_text
from .operations.modules import Modules, check_order, modules_of

LABELS: dict[str, LazyString | str] = {
    "title": _l("Titre"),
    "summary": _l("En deux phrases"),
    "description": _l("Description"),
    "objectives": _l("Objectifs"),
    "modules": _l("Modules"),
    "audience": _l("Pour qui"),
    "who": _l("Qui peut s'inscrire"),
    "modality": _l("Modalité"),
    "level": _l("Niveau"),
    "price_cents": _l("Prix"),
    "accessibility_contact": _l("Contact accessibilité"),
    "theme_ids": _l("Thèmes"),
}
NOT_COLUMNS = ("theme_ids", "modules")


def text_of(db: Session, offer: PathwayOffer) -> PathwayText:
    """What readers see today; the offer has its themes."""
    values = {
        field.name: getattr(offer, field.name)
        for field in fields(PathwayText)
        if field.name not in NOT_COLUMNS
    }
    return PathwayText(
        **values,
        theme_ids=tuple(sorted(theme.id for theme in offer.themes)),
        modules=modules_of(queries.list_modules(db, [offer.id])),
    )


def as_content(text: PathwayText) -> Content:
    modules = [{**asdict(module), "needs": sorted(module.needs)} for module in text.modules]
    return {**asdict(text), "theme_ids": sorted(text.theme_ids), "modules": modules}


def from_content(content: Content) -> PathwayText:
    """A field that did not exist yet when the edit was written keeps nothing."""
    level = content.get("level")
    values: dict[str, Any] = {field.name: content.get(field.name, "") for field in fields(PathwayText)}
    values |= {
        "modality": Modality(content["modality"]),
        "who": Audience(content["who"]),
        "level": Level(level) if level else None,
        "theme_ids": tuple(content["theme_ids"]),
        "modules": modules_from(content.get("modules", [])),
    }
    return PathwayText(**values)


def modules_from(written: list[dict[str, Any]]) -> Modules:
    return check_order(
        [
            ModuleText(
                **{
                    **module,
                    "needs": tuple(module.get("needs", ())),
                    "needs_rule": NeedsRule(module.get("needs_rule", NeedsRule.ALL)),
                }
            )
            for module in written
        ]
    )


def content(db: Session, offer_id: int) -> Content:
    return as_content(text_of(db, queries.get_pathway(db, offer_id)))


def told(db: Session, content: Content) -> list[Told]:
    """Each field in words, in the order of the form."""
    names = {theme.id: theme.name for theme in list_themes(db)}
    modules = modules_from(content.get("modules", []))
    trainings = queries.find_trainings(db, (module.offer_id for module in modules))
    titles = {offer_id: training.title for offer_id, training in trainings.items()}
    said = {
        "theme_ids": ", ".join(names.get(theme_id, "") for theme_id in content.get("theme_ids", [])),
        "modules": "\n".join(
            f"{number}. {module_words(module, titles)}" for number, module in enumerate(modules, start=1)
        ),
    }
    return [
        Told(name, str(label), said.get(name, "") or _said(name, content.get(name)))
        for name, label in LABELS.items()
    ]


def module_words(module: ModuleText, titles: dict[int, str]) -> str:
    """A module in one line."""
    parts = [titles.get(module.offer_id, ""), rules_in_words(module, titles)]
    return ", ".join(part for part in parts if part)


def rules_in_words(module: ModuleText, titles: dict[int, str]) -> str:
    """What it asks for, empty for a required module that asks nothing."""
    said = [] if module.is_required else [_("facultatif")]
    if module.needs:
        names = ", ".join(f"« {titles.get(need, '')} »" for need in module.needs)
        if len(module.needs) == 1:
            said.append(_("après %(names)s", names=names))
        else:
            rule = NEEDS_RULES[module.needs_rule]
            said.append(_("après %(rule)s de %(names)s", rule=rule, names=names))
    if module.minimum_gap_days:
        days = module.minimum_gap_days
        said.append(
            ngettext(
                "%(num)d jour au moins après le précédent",
                "%(num)d jours au moins après le précédent",
                days,
            )
        )
    if module.maximum_gap_days is not None:
        days = module.maximum_gap_days
        said.append(
            ngettext(
                "%(num)d jour au plus après le précédent", "%(num)d jours au plus après le précédent", days
            )
        )
    return ", ".join(said)


def write(db: Session, offer: Offer, content: Content, now: datetime) -> None:
    write_text(db, queries.get_pathway(db, offer.id), from_content(content), now=now)


def _said(name: str, value: Any) -> str:
    if name in NOT_COLUMNS:
        return ""
    if name == "modality":
        return str(MODALITIES[Modality(value)])
    if name == "who":
        return str(AUDIENCES[Audience(value)])
    if name == "level":
        return str(LEVELS[Level(value)]) if value else _("Tous niveaux")
    if name == "price_cents":
        return f"{value // 100},{value % 100:02d}\u00a0€" if value else _("gratuit")
    return str(value or "")
