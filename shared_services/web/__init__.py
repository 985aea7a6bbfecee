"""The shell around every page: layout, navigation, filters, error pages, home and catalogue."""

from flask import Flask

from config import Settings
from shared_services.announcements.current import banner
from shared_services.basket.current import basket_size
from shared_services.core import clock
from shared_services.core.i18n import DEFAULT_LANGUAGE, LANGUAGES, get_locale
from shared_services.evaluation.results.current import offer_result

from . import filters
from .errors import init_errors
from .headers import init_headers
from .health.views import init_metrics
from .history import booking_move, offer_act
from .logs import init_logs
from .navigation import navigation
from .support import init_support


def init_shell(app: Flask, settings: Settings) -> None:
    """Give every page what its layout needs, and every answer its headers."""
    app.jinja_env.globals.update(site_name=settings.site_name, navigation=navigation, languages=LANGUAGES)
    app.jinja_env.globals.update(
        announcements=banner, offer_result=offer_result, read_at=clock.now, site_url=settings.site_url
    )
    app.jinja_env.globals.update(basket_size=basket_size)
    filters.register(app)
    app.add_template_filter(booking_move)
    app.add_template_filter(offer_act)
    init_logs(app, settings)
    init_headers(app, settings)
    init_errors(app)
    init_metrics(app)
    init_support(app)

    @app.context_processor
    def language() -> dict[str, str]:
        locale = get_locale()
        return {"language": locale.language if locale else DEFAULT_LANGUAGE}
