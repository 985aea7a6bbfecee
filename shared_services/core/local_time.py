"""Wall clocks: what people type is local, what is stored is UTC. Twice a year the two do not meet."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from .errors import DomainError
from .i18n import _l, get_locale

HOME_ZONE = "Europe/Paris"  # whose day it is where no place says it


class NoSuchHour(DomainError):
    code = "no_such_hour"
    status = 422
    sentence = _l(
        "Cette heure n'existe pas cette nuit-là\u00a0: on passe à l'heure d'été. Choisissez une autre heure."
    )


class HourHappensTwice(DomainError):
    code = "hour_happens_twice"
    status = 422
    sentence = _l(
        "Cette heure existe deux fois cette nuit-là\u00a0: on passe à l'heure d'hiver. "
        "Choisissez une autre heure."
    )


def to_utc(day: date, hour: time, zone_name: str) -> datetime:
    """The instant of a local day and hour. Raises NoSuchHour, HourHappensTwice at a change of clocks."""
    local = datetime.combine(day, hour, ZoneInfo(zone_name))
    instant = local.astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone_name)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchHour
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise HourHappensTwice
    return instant


def to_local(instant: datetime, zone_name: str) -> datetime:
    """What the clock on the wall shows there at that instant."""
    return instant.astimezone(ZoneInfo(zone_name))


def say_hour(hour: time) -> str:
    """« 9 h 30 », « 9 h »; 9:30 am in English."""
    locale = get_locale()
    if locale and locale.language == "en":
        minutes = f":{hour.minute:02d}" if hour.minute else ""
        return f"{hour.hour % 12 or 12}{minutes}\u00a0{'am' if hour.hour < 12 else 'pm'}"
    return f"{hour.hour}\u00a0h" + (f"\u00a0{hour.minute:02d}" if hour.minute else "")
