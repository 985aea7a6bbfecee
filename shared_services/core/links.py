"""Absolute links for messages, with or without a request."""

from typing import Any

from flask import current_app, url_for

from .site import settings


def absolute_url(endpoint: str, **values: Any) -> str:
    """The address of a page under SITE_URL."""
    with current_app.test_request_context(base_url=settings().site_url):
        return url_for(endpoint, _external=True, **values)
