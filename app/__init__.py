"""Pathways: a partner portal for overseas-trained health professionals."""

import os
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

import config as settings
from app import commands, db, errors, extensions, jobs
from app import reference as reference_data
from app.accounts import sessions, throttle
from app.accounts.views import blueprint as accounts
from app.admin.commands import blueprint as admin
from app.bookings.views import blueprint as bookings
from app.clients.views import blueprint as clients
from app.home.views import blueprint as home
from app.notifications.commands import blueprint as notifications
from app.opportunities import commands as opportunities
from app.organisations.views import blueprint as organisations
from app.pathways.commands import blueprint as pathways
from app.public.views import blueprint as public
from app.referrals.commands import blueprint as referrals
from app.referrals.self_referrals.views import blueprint as self_referrals
from app.support.views import blueprint as support
from app.timeline.views import blueprint as timeline
from app.web import converters, guard, headers, locales, reading_order, rendering

BLUEPRINTS = (
    public,
    accounts,
    notifications,
    home,
    organisations,
    clients,
    pathways,
    bookings,
    *opportunities.BLUEPRINTS,
    support,
    referrals,
    self_referrals,
    timeline,
    admin,
)
ROOT = Path(__file__).resolve().parent.parent
A_DAY = 24 * 60 * 60


def create_app(config: settings.Config | None = None) -> Flask:
    """The application, checked: unsafe settings, broken data or an unlisted address stop it."""
    reference_data.reference()
    instance = ROOT / "instance"
    app = Flask(
        __name__,
        instance_path=str(instance),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    # The NHS macros are `.jinja` files, which Flask would not escape; only plain mail is text.
    app.jinja_options = {**app.jinja_options, "autoescape": _escapes}
    app.config.from_object(config or settings.load(_environment(), instance=instance))

    db.init_app(app)
    extensions.babel.init_app(
        app,
        locale_selector=locales.select_locale,
        default_translation_directories=str(ROOT / "app" / "translations"),
    )
    extensions.htmx.init_app(app)
    # Its context processor would load the user for every page, error pages among them.
    extensions.login_manager.init_app(app, add_context_processor=False)
    locales.init_app(app)
    reading_order.init_app(app)
    converters.init_app(app)
    guard.init_app(app)
    extensions.csrf.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    rendering.init_app(app)
    sessions.init_app(app)
    throttle.init_app(app)
    commands.init_app(app)
    jobs.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    guard.check_table(app)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=app.static_folder, prefix="static/", max_age=A_DAY
    )
    if app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=app.config["PROXIES"], x_proto=0
        )
    return app


def _environment() -> dict[str, str]:
    """The process's settings; a `.env` file beside the code is read in development."""
    from dotenv import dotenv_values

    kept = {key: value for key, value in dotenv_values(ROOT / ".env").items() if value}
    return dict(os.environ) if os.environ.get("APP_ENV") == "production" else {**kept, **os.environ}


def _escapes(template: str | None) -> bool:
    return template is None or not template.endswith(".txt")
