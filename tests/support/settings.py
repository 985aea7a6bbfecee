"""Settings of the application under test."""

from typing import Any

from config import Settings

SECRET = "tests-only-" + "0" * 32


def settings_for(database_url: str, **given: Any) -> Settings:
    values = {
        "app_env": "testing",
        "secret_key": SECRET,
        "site_url": "http://localhost",
        "port": 80,
    }
    return Settings(database_url=database_url, **values | given)
