"""Secrets that we hand out: what a device's cookie holds, and what a mailed link holds.

The database never holds one, only its SHA-256. A link's token is a random nonce signed with the site's
secret key; a message waiting in the outbox carries the nonce only, so whoever reads the database
alone can use no link.
"""

import hashlib
import secrets

from shared_services.core.signing import sign


def new_token() -> str:
    """A random token of 256 bits, fit for a cookie or as a nonce."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """SHA-256 in hexadecimal: tokens are random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_token(purpose: str, nonce: str) -> str:
    """What the link of this message holds."""
    return sign(purpose, nonce)
