"""Passwords: hashed with argon2id, checked in the same time whether the account exists or not.

Knows no rows. The parameters are the ones OWASP recommends for argon2id (19 MiB, two passes, one lane).
"""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_STRONG = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_hasher = _STRONG


def use_cheap_parameters(cheap: bool) -> None:
    """Hash fast and badly: for tests only."""
    global _hasher
    _hasher = _CHEAP if cheap else _STRONG


def hash_password(password: str) -> str:
    """What is stored. The same letters typed on another keyboard give the same password."""
    return _hasher.hash(_normalised(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """True for the right password. Without a hash as much time is spent before saying no."""
    try:
        _hasher.verify(password_hash or _nobody(_hasher), _normalised(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """True when the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


@cache
def _nobody(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody has this password")


def _normalised(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
