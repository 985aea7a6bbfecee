"""The life of a theme: added, renamed, placed, retired, made one with another. Each step is in the trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.core.errors import existing
from shared_services.core.text import normalised

from .. import queries
from ..errors import SameTheme, ThemeNameTaken
from ..models import Theme, offer_theme

LONGEST_SLUG = 60


@dataclass(frozen=True, kw_only=True)
class ThemeFacts:
    """Both names, and the place in the list: small numbers first."""

    name_fr: str
    name_en: str
    position: int


def get_theme(known: Sequence[Theme], theme_id: int) -> Theme:
    """Raises NotFound."""
    return existing(next((theme for theme in known if theme.id == theme_id), None))


def add_theme(db: Session, facts: ThemeFacts, *, by: Person, now: datetime) -> Theme:
    """Its address in the catalogue comes from its French name, once. Raises ThemeNameTaken."""
    _check_name(queries.lock_themes(db), facts.name_fr, but=None)
    theme = Theme(
        slug=normalised(facts.name_fr).replace(" ", "-")[:LONGEST_SLUG],
        name_fr=facts.name_fr,
        name_en=facts.name_en,
        position=facts.position,
    )
    try:
        with db.begin_nested():
            db.add(theme)
    except IntegrityError:  # an old name may still hold the address
        raise ThemeNameTaken from None
    audit.record(db, theme, "theme_added", by=by, now=now)
    return theme


def edit_theme(db: Session, theme_id: int, facts: ThemeFacts, *, by: Person, now: datetime) -> Theme:
    """Its address stays, whatever its name becomes. Raises NotFound, ThemeNameTaken."""
    known = queries.lock_themes(db)
    theme = get_theme(known, theme_id)
    _check_name(known, facts.name_fr, but=theme_id)
    before = theme.name_fr
    theme.name_fr, theme.name_en, theme.position = facts.name_fr, facts.name_en, facts.position
    audit.record(db, theme, "theme_edited", by=by, now=now, details={"from": before, "to": facts.name_fr})
    return theme


def set_retired(db: Session, theme_id: int, wanted: bool, *, by: Person, now: datetime) -> Theme:
    """Propose it no more, or again; asking twice changes nothing. Raises NotFound."""
    theme = get_theme(queries.lock_themes(db), theme_id)
    if (theme.retired_at is not None) != wanted:
        theme.retired_at = now if wanted else None
        audit.record(db, theme, "theme_retired" if wanted else "theme_restored", by=by, now=now)
    return theme


def merge_theme(db: Session, theme_id: int, into_id: int, *, by: Person, now: datetime) -> int:
    """Its offers take the other theme instead, and it is retired; says how many offers had it.

    Raises SameTheme, NotFound.
    """
    if theme_id == into_id:
        raise SameTheme
    known = queries.lock_themes(db)
    theme, into = get_theme(known, theme_id), get_theme(known, into_id)
    its_offers = set(db.scalars(select(offer_theme.c.offer_id).where(offer_theme.c.theme_id == theme_id)))
    had_both = set(db.scalars(select(offer_theme.c.offer_id).where(offer_theme.c.theme_id == into_id)))
    rows = [{"offer_id": offer_id, "theme_id": into_id} for offer_id in sorted(its_offers - had_both)]
    if rows:
        db.execute(insert(offer_theme), rows)
    db.execute(delete(offer_theme).where(offer_theme.c.theme_id == theme_id))
    theme.retired_at = theme.retired_at or now
    details = {"into": into.name_fr, "offers": sorted(its_offers)}
    audit.record(db, theme, "theme_merged", by=by, now=now, details=details)
    return len(its_offers)


def _check_name(known: Sequence[Theme], name: str, *, but: int | None) -> None:
    if any(normalised(theme.name_fr) == normalised(name) for theme in known if theme.id != but):
        raise ThemeNameTaken
