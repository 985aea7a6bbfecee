"""Passwords: what may be chosen, and how it is kept: hashed with argon2id, checked in the same time
whether the account exists or not.

Knows no rows. No rule of composition, as the CNIL and NIST advise: long enough, and not among what
is tried first. The parameters are the ones OWASP recommends for argon2id (19 MiB, two passes, one lane).
"""

import re
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from .errors import PasswordIsEmail, PasswordTooCommon, PasswordTooShort

LEAST = 12
MOST = 200
# What people in France add digits or a repetition to, once twelve characters are asked.
_FAMOUS_WORDS = """
azerty azertyuiop qwerty qwertyuiop qwertz motdepasse monmotdepasse password passwort passw0rd
passe bonjour bonsoir salut soleil marseille paris lyon nantes france chouchou doudou loulou
coucou jetaime iloveyou princesse princess admin administrateur administrator bienvenue welcome
letmein abc abcd abcdef abcdefgh test secret dragon football superman batman pokemon starwars
naruto nicolas julien camille thomas sunshine monkey master changeme changemoi identifiant
utilisateur mediatheque mairie numerique hub conseiller formation passerelles
"""
_FAMOUS = frozenset(_FAMOUS_WORDS.split())
_ROWS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
)
_LEET = str.maketrans("013457@$!", "oieastasi")
_SHORTEST_PATTERN = 6

_STRONG = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_hashers = [_STRONG]  # the one in use


def use_cheap_parameters(cheap: bool) -> None:
    """Hash fast and badly: for tests only."""
    _hashers[:] = [_CHEAP if cheap else _STRONG]


def hash_password(password: str) -> str:
    """What is stored. The same letters typed on another keyboard give the same password."""
    return _hashers[0].hash(_normalised(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """True for the right password. Without a hash as much time is spent before saying no."""
    try:
        _hashers[0].verify(password_hash or _nobody(_hashers[0]), _normalised(password))
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash)


def is_outdated(password_hash: str) -> bool:
    """True when the hash was made with other parameters than today's."""
    return _hashers[0].check_needs_rehash(password_hash)


def check_choice(password: str, *, email: str) -> None:
    """Raises PasswordTooShort, PasswordIsEmail or PasswordTooCommon."""
    chosen = _normalised(password)
    if len(chosen) < LEAST:
        raise PasswordTooShort(least=LEAST)
    plain = chosen.casefold()
    address = email.strip().casefold()
    if address and plain in (address, address.partition("@")[0]):
        raise PasswordIsEmail
    if _is_common(plain):
        raise PasswordTooCommon


def _is_common(plain: str) -> bool:
    letters = re.sub(r"[\W\d_]+$|^[\W\d_]+", "", plain)
    bare = re.sub(r"[\W_]+", "", plain)
    return (
        len(set(plain)) < _SHORTEST_PATTERN
        or _is_repeated(plain)
        or letters in _FAMOUS
        or re.sub(r"[^a-z]", "", letters.translate(_LEET)) in _FAMOUS
        or any(bare in row or bare[::-1] in row for row in _ROWS)
    )


def _is_repeated(plain: str) -> bool:
    """`bonjourbonjour`: the same thing again and again."""
    return plain in (plain + plain)[1:-1]


@cache
def _nobody(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody has this password")


def _normalised(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
