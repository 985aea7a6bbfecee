"""The site's own settings, for code that must not know the web framework."""

from typing import cast
from urllib.parse import urlsplit

from flask import current_app

from config import Settings


def settings() -> Settings:
    """The settings of the running application."""
    return cast(Settings, current_app.extensions["settings"])


def site_host() -> str:
    """The host of SITE_URL, for message and calendar identifiers."""
    return urlsplit(settings().site_url).hostname or "localhost"
