"""How people are reached: e-mail addresses and French telephone numbers, written one way only."""

import re

from email_validator import EmailNotValidError, validate_email

LONGEST_EMAIL = 254  # RFC 5321: what fits in a MAIL FROM command

# National numbers of the overseas territories that dial ten digits, by their first digits
# (plan national de numérotation, décision Arcep n° 2018-0881).
_OVERSEAS = {
    "590": ("0590", "0690", "0691"),  # Guadeloupe, Saint-Martin, Saint-Barthélemy
    "594": ("0594", "0694"),  # Guyane
    "596": ("0596", "0696", "0697"),  # Martinique
    "262": ("0262", "0263", "0269", "0639", "0692", "0693"),  # La Réunion, Mayotte
}
# Those with numbers of their own: country code → digits that follow.
_ON_THEIR_OWN = {"508": 6, "681": 6, "687": 6, "689": 8}
_BETWEEN = re.compile(r"[\s.\-/()]")


def clean_email(text: str) -> str | None:
    """The address in lower case, or None when mail could not reach it. Nothing is asked of its domain."""
    try:
        checked = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    address = (checked.ascii_email or "").lower()
    return address if 0 < len(address) <= LONGEST_EMAIL else None


def clean_phone(text: str) -> str | None:
    """`06.12.34.56.78` → `+33 6 12 34 56 78`; `0692 12 34 56` → `+262 692 12 34 56`; else None."""
    digits = _BETWEEN.sub("", text.strip().replace("(0)", ""))
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if not re.fullmatch(r"\+?[0-9]{8,15}", digits):
        return None
    return _abroad(digits[1:]) if digits.startswith("+") else _national(digits)


def _national(digits: str) -> str | None:
    if not re.fullmatch(r"0[1-9][0-9]{8}", digits):
        return None
    if digits.startswith("0508"):  # Saint-Pierre-et-Miquelon: six digits seen from abroad
        return _written("508", "", digits[4:])
    for country, beginnings in _OVERSEAS.items():
        if digits.startswith(beginnings):
            return _written(country, digits[1:4], digits[4:])
    return _written("33", digits[1], digits[2:])


def _abroad(digits: str) -> str | None:
    if digits.startswith("33"):
        return _national("0" + digits[2:].removeprefix("0"))
    country, rest = digits[:3], digits[3:]
    if country in _OVERSEAS:
        national = "0" + rest.removeprefix("0")
        found = _national(national)
        return found if found and found.startswith(f"+{country} ") else None
    if len(rest) == _ON_THEIR_OWN.get(country):
        return _written(country, "", rest)
    return None


def _written(country: str, first: str, pairs: str) -> str:
    groups = [f"+{country}", first, *re.findall("..", pairs)]
    return " ".join(group for group in groups if group)
