"""Addresses of front-end files, and the drawings every template may call.

`app/assets/build.py` writes hashed files and a manifest into static/vendor/. Where nobody has
built them, each name falls back to its plain source, or to nothing: every page works without.
"""

import json
import re
from functools import cache
from pathlib import Path

from flask import Flask
from markupsafe import Markup

from app.ui import motifs
from app.ui.horizon import horizon

STATIC = Path(__file__).resolve().parent.parent / "static"
SOURCES = {"site.css": "css/index.css", ".css": "css/{}", ".js": "js/{}", ".svg": "img/{}"}
HASHED = re.compile(r"/vendor/[^/]+\.[0-9a-f]{10}\.\w+$")


def register(app: Flask) -> None:
    """Give all templates of this app `asset`, `icon`, `horizon` and `motifs`."""
    app.jinja_env.globals.update(asset=asset, icon=icon, horizon=horizon, motifs=motifs)


@cache
def asset(name: str) -> str:
    """Return the address of a front-end file, built or plain; "" where there is neither."""
    built = manifest().get(name)
    if built:
        return f"/static/vendor/{built}"
    source = SOURCES.get(name) or SOURCES.get(Path(name).suffix, "")
    path = source.format(name)
    return f"/static/{path}" if path and (STATIC / path).is_file() else ""


@cache
def icon(name: str) -> Markup:
    """Draw an icon of the sprite beside a text that says the same; nothing when unbuilt."""
    sprite = asset("icons.svg")
    if not sprite:
        return Markup("")
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>').format(
        sprite, name
    )


def is_immutable(_path: str, url: str) -> bool:
    """Tell the static file server which addresses may be cached for ever."""
    return HASHED.search(url) is not None


@cache
def manifest() -> dict[str, str]:
    """Read what was built, once per process; an empty mapping when nothing was."""
    file = STATIC / "vendor" / "manifest.json"
    return dict(json.loads(file.read_text("utf-8"))) if file.is_file() else {}
