"""Dates, money, seats and ranks as people say them. Instants come in aware UTC with the zone of the place."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask
from markupsafe import Markup

from shared_services.booking.models import Bookable, BookableStatus, Verdict
from shared_services.booking.reasons import say_reason
from shared_services.core import clock
from shared_services.core.i18n import _, get_locale, ngettext
from shared_services.core.local_time import say_hour, to_local
from shared_services.core.prose import read_prose
from shared_services.core.saying import say_day, say_duration

PLACES = {
    "America/Guadeloupe": lambda: _("heure de Guadeloupe"),
    "America/Martinique": lambda: _("heure de Martinique"),
    "America/Cayenne": lambda: _("heure de Guyane"),
    "Indian/Reunion": lambda: _("heure de La Réunion"),
    "Indian/Mayotte": lambda: _("heure de Mayotte"),
}


def register(app: Flask) -> None:
    """Make every function below a filter of the templates."""
    for function in (
        day,
        day_name,
        dated,
        hour,
        hour_there,
        zone_name,
        moment,
        span,
        leaf,
        money,
        mean,
        seats,
        rank,
        listed,
        prose,
        stands,
    ):
        app.add_template_filter(function)
    app.add_template_filter(say_reason, "reason")
    app.add_template_filter(say_hour, "clock_hour")
    app.add_template_filter(say_duration, "duration")
    app.add_template_filter(say_day, "full_day")


def day(instant: datetime, zone: str) -> str:
    """« mardi 12 janvier »; the year only when it is not this one."""
    local = instant.astimezone(ZoneInfo(zone))
    return _said_day(local.date(), clock.now().astimezone(ZoneInfo(zone)).year)


def day_name(on: date) -> str:
    """The same for a day of the calendar, wherever."""
    return _said_day(on, clock.now().year)


def _said_day(on: date, this_year: int) -> str:
    pattern = "EEEE d MMMM" if on.year == this_year else "EEEE d MMMM y"
    if _language() == "en":
        return format_date(on, pattern, locale="en_GB")
    said = format_date(on, pattern, locale="fr_FR")
    return said.replace(" 1 ", " 1er ") if on.day == 1 else said


def dated(instant: datetime, zone: str) -> str:
    """« 12 janvier 2027 », always with its year: what is printed or checked long after."""
    local = instant.astimezone(ZoneInfo(zone)).date()
    if _language() == "en":
        return format_date(local, "d MMMM y", locale="en_GB")
    said = format_date(local, "d MMMM y", locale="fr_FR")
    return f"1er{said[1:]}" if local.day == 1 else said


def hour(instant: datetime, zone: str) -> str:
    """« 9 h 30 », « 9 h »; 9:30 am in English."""
    return say_hour(to_local(instant, zone).time())


def hour_there(instant: datetime, zone: str) -> str:
    """« 9 h 30 », « 9 h 30, heure de La Réunion »."""
    return hour(instant, zone) + _place(zone)


def moment(instant: datetime, zone: str) -> str:
    """« mardi 12 janvier à 9 h 30 »."""
    said = _("%(day)s à %(hour)s", day=day(instant, zone), hour=hour(instant, zone))
    return said + _place(zone)


def span(start: datetime, end: datetime, zone: str) -> str:
    """« mardi 12 janvier, 9 h 30 – 12 h 30 »; both days when they differ."""
    same_day = start.astimezone(ZoneInfo(zone)).date() == end.astimezone(ZoneInfo(zone)).date()
    first = f"{day(start, zone)}, {hour(start, zone)}"
    last = hour(end, zone) if same_day else f"{day(end, zone)}, {hour(end, zone)}"
    return f"{first}\u00a0– {last}{_place(zone)}"


def leaf(instant: datetime, zone: str) -> tuple[str, str]:
    """What the leaf of a calendar shows: « 12 », « janv. »."""
    local = instant.astimezone(ZoneInfo(zone))
    locale = "en_GB" if _language() == "en" else "fr_FR"
    return str(local.day), format_date(local.date(), "MMM", locale=locale)


def _place(zone: str) -> str:
    """The zone is only said where it is not that of mainland France."""
    return f", {PLACES[zone]()}" if zone in PLACES else ""


def zone_name(zone: str) -> str:
    """« heure de Paris », « heure de La Réunion »."""
    return PLACES[zone]() if zone in PLACES else _("heure de Paris")


def money(cents: int) -> str:
    """« 45 € », « 12,50 € », « gratuit »."""
    if cents == 0:
        return _("gratuit")
    euros, rest = divmod(cents, 100)
    if _language() == "en":
        return f"€{euros}.{rest:02d}" if rest else f"€{euros}"
    return f"{euros},{rest:02d}\u00a0€" if rest else f"{euros}\u00a0€"


def mean(value: float) -> str:
    """« 4,6 »; 4.6 in English."""
    return str(format_decimal(value, "0.0", locale=_language()))


def seats(left: int, capacity: int, waiting: int = 0) -> str:
    """« 4 places restantes sur 12 », « Complet · 2 personnes attendent »."""
    if left > 0 and not waiting:
        return ngettext(
            "%(num)d place restante sur %(capacity)d",
            "%(num)d places restantes sur %(capacity)d",
            left,
            capacity=capacity,
        )
    if not waiting:
        return _("Complet")
    return ngettext("Complet · %(num)d personne attend", "Complet · %(num)d personnes attendent", waiting)


def stands(bookable: Bookable, confirmed: int | None = None) -> str:
    """« A lieu si 5 personnes sont inscrites le mardi 12 janvier… », then what was decided.

    Nothing where no minimum is needed, or any more.
    """
    minimum, decides_at, starts_at = bookable.minimum, bookable.decides_at, bookable.starts_at
    if minimum is None or decides_at is None or bookable.status == BookableStatus.CANCELLED:
        return ""
    if bookable.verdict == Verdict.GO:
        return _("Maintenue : elle a bien lieu.")
    if starts_at is not None and starts_at <= clock.now():
        return ""
    if bookable.verdict == Verdict.ASKED:
        return ngettext(
            "Pas encore sûre : il fallait %(num)d personne, le hub décide.",
            "Pas encore sûre : il fallait %(num)d personnes, le hub décide.",
            minimum,
        )
    rule = ngettext(
        "A lieu si %(num)d personne est inscrite", "A lieu si %(num)d personnes sont inscrites", minimum
    )
    rule += " " + _("le %(moment)s", moment=moment(decides_at, bookable.time_zone))
    if confirmed is None:
        return f"{rule}."
    today = ngettext("(%(num)d confirmée aujourd'hui).", "(%(num)d confirmées aujourd'hui).", confirmed)
    return f"{rule} {today}"


def rank(number: int) -> str:
    """« 1ᵉʳ », « 3ᵉ »; « 1st », « 3rd » in English. Plain text: a mail says it too."""
    if _language() == "en":
        tens = number % 100
        ending = "th" if 11 <= tens <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"
    return f"{number}{'ᵉʳ' if number == 1 else 'ᵉ'}"


def listed(words: Sequence[str]) -> str:
    """« Nord, Pas-de-Calais et Somme »."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s et %(last)s", first=", ".join(words[:-1]), last=words[-1])


def prose(text: str) -> Markup:
    """What people typed in a long field: paragraphs, and a list where lines begin with a dash."""
    said = Markup()
    for is_list, lines in read_prose(text):
        if is_list:
            items = Markup().join(Markup("<li>{}</li>").format(line) for line in lines)
            said += Markup("<ul>{}</ul>").format(items)
        else:
            said += Markup("<p>{}</p>").format(Markup("<br>").join(lines))
    return Markup('<div class="prose">{}</div>').format(said) if said else said


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "fr"
