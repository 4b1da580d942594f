"""How the application is put together: the only file that knows all rooms.

`build` is its whole surface; only `app.create_app` calls it.
"""

import os
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from flask import Flask, request
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from app import accounts, cli, extensions, logs, operator, player, site, studio, workspace
from app import config as settings
from app.lib.crypto import Keyring
from app.models.base import Database
from app.ui import (
    access,
    assets,
    failures,
    formats,
    headers,
    parts,
    registers,
    requests,
    security,
    staff,
    view,
    words,
)
from app.ui.sessions import LongSessions
from app.ui.sizes import SizedRequest

ROOT = Path(__file__).parent
LARGEST_REQUEST = 256 * 1024
SESSION_SECONDS = 90 * 24 * 3600
OFFLINE_COMMANDS = {("journeys", "check"), ("journeys", "test")}


def build(config: settings.Config | None = None) -> Flask:
    """Put the parts together; see `app.create_app`."""
    config = config or _config_of_this_process()
    app = _App("app", static_folder=None, instance_path=str(config.instance))
    app.config.from_mapping(_flask_settings(config))
    app.session_interface = LongSessions()
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    # First, so that the line about a request also tells what every later hook did.
    logs.register(app)
    _open_stores(app, config)
    _bind_extensions(app)
    _register_kit(app)
    _register_rooms(app)
    _stand_in_front(app, config)
    return app


class _App(Flask):
    """Flask with our templates; all functions are plain, so none is asked whether it is async."""

    jinja_environment = parts.Templates
    request_class = SizedRequest

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is."""
        return func

    def update_template_context(self, context: dict[str, Any]) -> None:
        """Give a template what all may ask for; the rest are globals or given by the view."""
        context.update(request=request, view=view.current())


def _config_of_this_process() -> settings.Config:
    # An author may check journey files anywhere, so these commands demand no key and write none.
    offline = not OFFLINE_COMMANDS.isdisjoint(pairwise(sys.argv))
    try:
        return settings.load(os.environ, ROOT.parent / "instance", keys=not offline)
    except settings.ConfigError as error:
        raise SystemExit(str(error)) from None


def _flask_settings(config: settings.Config) -> dict[str, object]:
    return {
        "ZR": config,
        "SECRET_KEY": config.secret_key,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST_REQUEST,
        "MAX_FORM_PARTS": 200,
        "TRUSTED_HOSTS": list(config.hosts),
        "PREFERRED_URL_SCHEME": "https" if config.is_https else "http",
        "SESSION_COOKIE_NAME": "zr_session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.is_https,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": SESSION_SECONDS,
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "de",
        "BABEL_DEFAULT_TIMEZONE": config.timezone,
    }


def _open_stores(app: Flask, config: settings.Config) -> None:
    app.extensions["database"] = Database(config.database_url)
    app.extensions["keyring"] = Keyring(config.keys)


def _bind_extensions(app: Flask) -> None:
    extensions.csrf.init_app(app)
    extensions.htmx.init_app(app)
    extensions.babel.init_app(app, locale_selector=lambda: view.current().lang)


def _register_kit(app: Flask) -> None:
    for kit in (
        security,
        failures,
        assets,
        formats,
        view,
        words,
        staff,
        registers,
        parts,
        requests,
        access,
    ):
        kit.register(app)


def _register_rooms(app: Flask) -> None:
    for room in (site, player, studio, workspace, operator, accounts):
        app.register_blueprint(room.blueprint)
    cli.register(app)
    access.check(app)


def _stand_in_front(app: Flask, config: settings.Config) -> None:
    """Serve files without Flask, set the headers, believe as many proxies as the operator named."""
    static = WhiteNoise(
        app.wsgi_app,
        root=str(ROOT / "static"),
        prefix="static",
        max_age=3600,
        allow_all_origins=False,
        immutable_file_test=assets.is_immutable,
    )
    served = headers.Protected(static, https=config.is_https)
    trusted = config.proxies
    app.wsgi_app = (
        ProxyFix(served, x_for=trusted, x_proto=trusted, x_host=trusted) if trusted else served
    )
