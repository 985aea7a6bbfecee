import pytest

from config import BadSetting, settings_from

PRODUCTION = {
    "APP_ENV": "production",
    "SECRET_KEY": "k" * 40,
    "DATABASE_URL": "postgresql://u:p@db/site",
    "MAIL_URL": "smtp://mail.example:587",
    "MAIL_FROM": "hub@site.example",
    "SITE_URL": "https://site.example",
}


def test_an_empty_environment_is_enough_to_develop():
    settings = settings_from({})

    assert settings.app_env == "development"
    assert settings.site_url == "http://127.0.0.1:5000"
    assert len(settings.secret_key) >= 32


def test_production_has_everything_it_needs():
    settings = settings_from(PRODUCTION)

    assert settings.is_production
    assert settings.database_url == "postgresql+psycopg://u:p@db/site"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "MAIL_URL", "MAIL_FROM"])
def test_production_does_not_start_without(missing):
    environ = {name: value for name, value in PRODUCTION.items() if name != missing}

    with pytest.raises(BadSetting, match=missing):
        settings_from(environ)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("APP_ENV", "staging"),
        ("PORT", "http"),
        ("PORT", "70000"),
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://db/site"),
        ("DATABASE_URL", "sqlite:///"),
        ("MAIL_URL", "imap://mail.example"),
        ("MAIL_URL", "smtp://mail.example:port"),
        ("SITE_URL", "site.example"),
        ("TRUSTED_PROXIES", "all"),
    ],
)
def test_a_bad_value_is_named_in_one_line(name, value):
    with pytest.raises(BadSetting, match=name) as refusal:
        settings_from({name: value})

    assert "\n" not in str(refusal.value)


def test_production_asks_for_https():
    with pytest.raises(BadSetting, match="SITE_URL"):
        settings_from(PRODUCTION | {"SITE_URL": "http://site.example"})
