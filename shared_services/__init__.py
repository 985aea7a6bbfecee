"""Shared services: hubs publish pooled resources, aidants book them."""

from flask import Flask
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings
from shared_services import cli, web
from shared_services.accounts.current import init_login
from shared_services.api.current import init_tokens
from shared_services.api.spec import DescribedFlask, init_spec
from shared_services.api.v1 import blueprint as api
from shared_services.core.access import refuse_unguarded_views
from shared_services.core.database import database, init_database
from shared_services.core.routing import init_routing
from shared_services.slices import BLUEPRINTS
from shared_services.web.language import choose_language


def create_app(settings: Settings) -> Flask:
    """Build the application: settings, extensions, slices, error pages; nothing else.

    Raises RuntimeError when a view declares no access rule.
    """
    app = DescribedFlask(
        __name__, template_folder=str(ROOT / "templates"), spec_path=None, docs_path=None, json_errors=False
    )
    app.config.update(_flask_settings(settings))
    app.extensions["settings"] = settings
    _trust_proxies(app, settings.trusted_proxies)
    init_routing(app)
    init_database(app)
    Migrate(app, database, directory=str(ROOT / "migrations"), render_as_batch=True)
    Babel(app, locale_selector=choose_language)
    Bootstrap5(app)
    CSRFProtect(app).exempt(api)  # no cookie counts there
    init_login(app)
    init_tokens(app)
    init_spec(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    web.init_shell(app, settings)
    cli.register(app)
    refuse_unguarded_views(app)
    return app


def _trust_proxies(app: Flask, count: int) -> None:
    """Read the visitor's address and scheme from the headers of as many proxies as stand in front."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]


def _flask_settings(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "TESTING": settings.app_env == "testing",
        "MAX_CONTENT_LENGTH": 6 * 1024 * 1024,
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "BABEL_DEFAULT_LOCALE": "fr",
        "BABEL_TRANSLATION_DIRECTORIES": "translations",
        "BOOTSTRAP_SERVE_LOCAL": True,
        "WTF_CSRF_TIME_LIMIT": None,  # the token lives as long as the session: nothing typed is lost
        "WTF_I18N_ENABLED": True,
    }
