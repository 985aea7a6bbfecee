"""A wish in words: what the filters offer, the chips that take one away, what an empty page proposes."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from sqlalchemy.orm import Session

from shared_services.booking.local_days import DayPart
from shared_services.catalogue.models import LEVELS, Modality, Theme
from shared_services.catalogue.search import (
    Around,
    list_covered_departements,
    list_hubs_with_offers,
    list_themes,
)
from shared_services.core.i18n import _, _l, get_locale
from shared_services.finding.queries import count_offers
from shared_services.finding.wish import Sort, Wish
from shared_services.network.models import Departement, Hub

MODALITIES = {
    Modality.IN_PERSON: _l("Sur place"),
    Modality.REMOTE: _l("À distance"),
    Modality.HYBRID: _l("Sur place ou à distance"),
}
AROUND = {
    Around.NEIGHBOURS: _l("et ses voisins"),
    Around.REMOTE: _l("et ses voisins, ou à distance"),
}
PARTS = {
    DayPart.MORNING: _l("Le matin seulement"),
    DayPart.AFTERNOON: _l("L'après-midi seulement"),
    DayPart.DAY: _l("Journée entière"),
}
WEEKDAYS = {
    "1": _l("Le lundi"),
    "2": _l("Le mardi"),
    "3": _l("Le mercredi"),
    "4": _l("Le jeudi"),
    "5": _l("Le vendredi"),
    "6": _l("Le samedi"),
    "7": _l("Le dimanche"),
}
SORTS = {
    Sort.NEXT_DATE: _l("Prochaine date"),
    Sort.NEWEST: _l("Les plus récentes"),
    Sort.TITLE: _l("Titre"),
    Sort.PRICE: _l("Prix"),
}
WRONG = {
    "departement": _l("Nous ne connaissons pas ce département\u00a0: la recherche porte sur tous."),
    "around": _l("Cette distance n'est pas comprise\u00a0: la recherche porte sur le département seul."),
    "from_on": _l("La première date n'est pas une date\u00a0: choisissez-la dans le calendrier du champ."),
    "to_on": _l(
        "La dernière date n'en est pas une, ou vient avant la première\u00a0: elle est laissée de côté."
    ),
    "weekday": _l("Ce jour de la semaine n'existe pas\u00a0: tous les jours sont montrés."),
    "part": _l("Ce moment de la journée n'est pas compris\u00a0: toute la journée est montrée."),
    "modality": _l("Ce choix entre sur place et à distance n'est pas compris\u00a0: les deux sont montrés."),
    "theme": _l("Nous ne connaissons pas ce thème\u00a0: tous sont montrés."),
    "level": _l("Nous ne connaissons pas ce niveau\u00a0: tous sont montrés."),
    "hub": _l("Nous ne connaissons pas ce hub, ou il n'a rien publié\u00a0: tous sont montrés."),
    "is_free": _l("Le filtre «\u00a0gratuit\u00a0» n'est pas compris\u00a0: il est laissé de côté."),
    "has_seats": _l("Le filtre des places restantes n'est pas compris\u00a0: il est laissé de côté."),
    "sort": _l("Cet ordre n'existe pas\u00a0: les prochaines dates viennent d'abord."),
}


@dataclass(frozen=True)
class Choices:
    """What the filters offer."""

    themes: list[Theme]
    departements: list[Departement]
    hubs: list[Hub]

    @classmethod
    def read(cls, db: Session) -> "Choices":
        return cls(list_themes(db), list_covered_departements(db), list_hubs_with_offers(db))

    def known(self) -> Mapping[str, Set[str]]:
        return {
            "theme": {theme.slug for theme in self.themes},
            "departement": {departement.code for departement in self.departements},
            "hub": {hub.slug for hub in self.hubs},
        }

    def departement_options(self) -> list[tuple[str, str]]:
        return [(place.code, f"{place.code} · {place.name}") for place in self.departements]

    def theme_options(self) -> list[tuple[str, str]]:
        return [(theme.slug, theme.name) for theme in self.themes]

    def hub_options(self) -> list[tuple[str, str]]:
        return [(hub.slug, hub.name) for hub in self.hubs]

    def label(self, wish: Wish, name: str) -> str:
        """One condition in words, as on its chip."""
        value = getattr(wish, name)
        if name == "words":
            return _("«\u00a0%(words)s\u00a0»", words=value)
        if name == "departement":
            place = next((d.name for d in self.departements if d.code == value), value)
            return f"{place} {AROUND[Around(wish.around)]}" if wish.around else place
        if name == "theme":
            return next((theme.name for theme in self.themes if theme.slug == value), value)
        if name == "hub":
            return next((hub.name for hub in self.hubs if hub.slug == value), value)
        return _word(name, value)


def _word(name: str, value: Any) -> str:
    if name == "from_on":
        return _("à partir du %(day)s", day=plain_day(value))
    if name == "to_on":
        return _("jusqu'au %(day)s", day=plain_day(value))
    if name == "is_free":
        return _("Gratuit")
    if name == "has_seats":
        return _("Places restantes")
    words: dict[str, Mapping[Any, Any]] = {
        "weekday": WEEKDAYS,
        "part": PARTS,
        "modality": MODALITIES,
        "level": LEVELS,
    }
    return str(words[name][value])


def plain_day(day: date) -> str:
    """« 12 janvier 2027 »."""
    locale = get_locale()
    if locale is not None and locale.language == "en":
        return format_date(day, "d MMMM y", locale="en_GB")
    said = format_date(day, "d MMMM y", locale="fr_FR")
    return "1er" + said[1:] if day.day == 1 else said


@dataclass(frozen=True)
class WayOn:
    """Another search, in words, and how many trainings it finds."""

    label: str
    wish: Wish
    count: int


def list_ways_on(db: Session, wish: Wish, choices: Choices, *, now: datetime) -> list[WayOn]:
    """For an empty page: what would be found by giving up one condition; one count for each."""
    ways = []
    for name in wish.conditions():
        relaxed = wish.without(name)
        said = choices.label(wish, name).strip("«»“” \u00a0")  # the words come quoted, in either language
        label = _("sans «\u00a0%(condition)s\u00a0»", condition=said)
        ways.append(WayOn(label, relaxed, count_offers(db, relaxed, now=now)))
    return [way for way in ways if way.count]


def list_nearest(db: Session, wish: Wish, *, now: datetime) -> list[WayOn]:
    """For an empty page: the neighbouring départements, then at a distance; two counts at most."""
    if not wish.departement:
        return []
    further = []
    if not wish.around:
        further.append((_("dans les départements voisins"), wish.widened(Around.NEIGHBOURS)))
    if wish.around != Around.REMOTE and wish.modality != Modality.IN_PERSON:
        further.append((_("dans les départements voisins ou à distance"), wish.widened(Around.REMOTE)))
    ways = [WayOn(label, other, count_offers(db, other, now=now)) for label, other in further]
    return [way for way in ways if way.count]
