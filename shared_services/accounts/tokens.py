"""Secrets that we hand out: what a device's cookie holds, and what a mailed link holds.

The database never holds one. A device's token is random and the row has its SHA-256. A link's token
is derived from a random nonce and the site's secret key, so that a message waiting in the outbox
carries the nonce only: whoever reads the database alone can use no link.
"""

import hashlib
import hmac
import secrets

_key = b""


def use_key(secret_key: str) -> None:
    """Derive links from the site's secret key."""
    global _key
    _key = hashlib.sha256(f"mailed links:{secret_key}".encode()).digest()


def new_token() -> str:
    """A random token of 256 bits, fit for a cookie."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """SHA-256 in hexadecimal: tokens are random, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_token(purpose: str, nonce: str) -> str:
    """What the link of this message holds."""
    return hmac.new(_key, f"{purpose}:{nonce}".encode(), hashlib.sha256).hexdigest()
