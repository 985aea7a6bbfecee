"""Days and amounts as people say them, in the reader's language, where no page is shown: papers, refusals."""

from datetime import date

from babel.dates import format_date
from babel.numbers import format_currency

from .i18n import get_locale


def say_day(day: date) -> str:
    """« mardi 2 février 2027 »."""
    locale = get_locale()
    if locale is not None and locale.language == "en":
        return format_date(day, "EEEE d MMMM y", locale="en_GB")
    said = format_date(day, "EEEE d MMMM y", locale="fr_FR")
    return said.replace(" 1 ", " 1er ") if day.day == 1 else said


def euros(cents: int) -> str:
    """« 45 € », « 12,50 € »."""
    whole = cents % 100 == 0
    return format_currency(
        cents / 100,
        "EUR",
        format="#,##0\u00a0¤" if whole else None,
        currency_digits=not whole,
        locale=get_locale() or "fr",
    )


def say_duration(minutes: int) -> str:
    """« 3 h 30 », « 45 min »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h" + (f"\u00a0{rest:02d}" if rest else "")
