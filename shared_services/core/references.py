"""References people can read over the phone: no two signs that sound or look alike."""

import secrets

# 19 signs, a prime: the weighted check sign catches every single error and every exchange of neighbours.
ALPHABET = "23456789AFHJKLRWXYZ"
LENGTH = 8


def new_reference() -> str:
    """Eight signs in two groups, the last one a check: `K7AF-4XW2`."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return _grouped(signs + _check_sign(signs))


def reference_of(number: int) -> str:
    """The reference of a number; two numbers share one only when 19⁷ divides their difference."""
    signs = ""
    for _ in range(LENGTH - 1):
        number, rest = divmod(number, len(ALPHABET))
        signs += ALPHABET[rest]
    return _grouped(signs + _check_sign(signs))


def clean_reference(typed: str) -> str | None:
    """The reference meant by what a person typed, or None when the check sign says otherwise."""
    signs = "".join(c for c in typed.upper() if c.isalnum())
    if len(signs) != LENGTH or any(c not in ALPHABET for c in signs):
        return None
    return _grouped(signs) if _check_sign(signs[:-1]) == signs[-1] else None


def _check_sign(signs: str) -> str:
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(signs, start=2))
    return ALPHABET[total % len(ALPHABET)]


def _grouped(signs: str) -> str:
    return f"{signs[:4]}-{signs[4:]}"
