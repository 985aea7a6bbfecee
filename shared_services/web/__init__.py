"""The shell around every page: layout, navigation, filters, error pages, home and catalogue."""

from flask import Flask

from config import Settings


def init_shell(app: Flask, settings: Settings) -> None:
    """Give every page what its layout needs."""
    app.jinja_env.globals["site_name"] = settings.site_name
