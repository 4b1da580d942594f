"""The sentences of the interface, in the language of this request.

German sentences are the source, so German needs no catalogue. Python imports `gettext as _` and
`ngettext`; templates call `_` and `ngettext`, which escape what is filled in.
"""

from functools import cache, lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from flask import Flask
from markupsafe import Markup

from app.ui import view

SOURCE = "de"
CATALOGUES = Path(__file__).parent.parent / "translations"


def register(app: Flask) -> None:
    """Give all templates of this app `_` and `ngettext`."""
    app.jinja_env.globals.update(_=_safe, gettext=_safe, ngettext=_safe_count)


def gettext(message: str, **values: object) -> str:
    """Return the sentence with `%(name)s` filled in."""
    said = _said(view.current().lang, message)
    return said % values if values else said


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Return the sentence for this number, which fills `%(num)s`."""
    return _counted(one, many, num) % {"num": num, **values}


def _safe(message: str, **values: object) -> Markup:
    said = _marked(view.current().lang, message)
    return said % values if values else said


def _safe_count(one: str, many: str, num: int, **values: object) -> Markup:
    # Our own sentences are safe; Markup escapes what is filled in.
    return Markup(_counted(one, many, num)) % {"num": num, **values}  # noqa: S704


@lru_cache(4096)
def _marked(lang: str, message: str) -> Markup:
    return Markup(_said(lang, message))  # noqa: S704  Sentences of the interface are our own.


def _counted(one: str, many: str, num: int) -> str:
    lang = view.current().lang
    if lang == SOURCE:
        return one if num == 1 else many
    return str(_catalogue(lang).ungettext(one, many, num))


def _said(lang: str, message: str) -> str:
    return message if lang == SOURCE else str(_catalogue(lang).ugettext(message))


@cache
def _catalogue(lang: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [lang])
