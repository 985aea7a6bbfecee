"""Settings of the site, read from the environment once, at start, and validated there."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
ENVIRONMENTS = ("development", "testing", "production")
MAIL_SCHEMES = ("smtp", "smtps")


class BadSetting(ValueError):
    """A setting that stops the start; its text is the one line shown."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the site may be told from outside; everything else is in the code."""

    app_env: str = "development"
    database_url: str = f"sqlite:///{ROOT / 'var' / 'shared_services.sqlite3'}"
    secret_key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    port: int = 5000
    mail_url: str | None = field(default=None, repr=False)
    mail_from: str = "ne-pas-repondre@localhost"
    site_url: str = "http://127.0.0.1:5000"
    trusted_proxies: int = 0
    site_name: str = "Passerelles"

    @property
    def is_production(self) -> bool:
        return self.app_env == "production"

    @property
    def is_https(self) -> bool:
        return self.site_url.startswith("https://")


def settings_from(environ: Mapping[str, str]) -> Settings:
    """Read and validate the settings. Raises BadSetting, with one clear line, on a bad value."""
    app_env = environ.get("APP_ENV", "development")
    if app_env not in ENVIRONMENTS:
        raise BadSetting(f"APP_ENV must be one of {', '.join(ENVIRONMENTS)}, not {app_env!r}")
    port = _port(environ.get("PORT", "5000"))
    given: dict[str, str] = {}
    for name in ("SECRET_KEY", "DATABASE_URL", "SITE_NAME", "MAIL_URL", "MAIL_FROM"):
        if environ.get(name):
            given[name.lower()] = environ[name]
    site_url = _site_url(environ.get("SITE_URL", f"http://127.0.0.1:{port}"))
    if app_env == "production":
        _check_production(given, site_url)
    if len(given.get("secret_key", "x" * 32)) < 32:
        raise BadSetting("SECRET_KEY must have at least 32 characters")
    if "database_url" in given:
        given["database_url"] = _database_url(given["database_url"])
    if "mail_url" in given:
        _check_mail_url(given["mail_url"])
    proxies = _trusted_proxies(environ.get("TRUSTED_PROXIES", "0"))
    return Settings(app_env=app_env, port=port, site_url=site_url, trusted_proxies=proxies, **given)


def _check_production(given: Mapping[str, str], site_url: str) -> None:
    for name in ("secret_key", "database_url", "mail_url", "mail_from"):
        if name not in given:
            raise BadSetting(f"{name.upper()} must be set when APP_ENV=production")
    if not site_url.startswith("https://"):
        raise BadSetting("SITE_URL must start with https:// when APP_ENV=production")


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise BadSetting(f"PORT must be a number from 1 to 65535, not {text!r}")
    return int(text)


def _trusted_proxies(text: str) -> int:
    """How many proxies of ours stand in front: without it every visitor would have the proxy's address."""
    if text not in ("0", "1", "2", "3"):
        raise BadSetting(f"TRUSTED_PROXIES must be a number from 0 to 3, not {text!r}")
    return int(text)


def _site_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise BadSetting(f"SITE_URL must look like https://example.org, not {text!r}")
    return text.rstrip("/")


def _database_url(text: str) -> str:
    """Every usual spelling of a PostgreSQL address leads to the one driver we use."""
    scheme, separator, rest = text.partition("://")
    if separator and scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        return f"postgresql+psycopg://{rest}"
    if separator and scheme == "sqlite" and rest.strip("/"):
        return text
    raise BadSetting("DATABASE_URL must start with postgresql:// or sqlite:/// followed by a path")


def _check_mail_url(text: str) -> None:
    try:
        parts = urlsplit(text)
        valid = parts.scheme in MAIL_SCHEMES and bool(parts.hostname) and (parts.port or 25) > 0
    except ValueError:
        valid = False
    if not valid:
        raise BadSetting("MAIL_URL must look like smtp://user:password@host:587")
