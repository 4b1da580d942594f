"""Dates, times, numbers and spans as people read them, in the language of the page.

Templates get this module as `fmt`. Between a number and its unit stands a no-break space.
"""

import datetime as days
import sys
from functools import lru_cache
from typing import Protocol

from flask import Flask
from flask_babel import format_date, format_decimal, to_user_timezone

from app.ui import view
from app.ui.words import gettext as _
from app.ui.words import ngettext

NO_BREAK = "\N{NO-BREAK SPACE}"


class Span(Protocol):
    """Minutes that are left, as `app.engine` computes them."""

    low: int
    high: int
    up_to: bool


def register(app: Flask) -> None:
    """Give every template this module as `fmt`."""
    app.jinja_env.globals["fmt"] = sys.modules[__name__]


def date(moment: days.date) -> str:
    """Write a day: 24.12.2026. An instant counts in the installation's time zone."""
    if isinstance(moment, days.datetime):
        moment = to_user_timezone(moment).date()
    if view.current().lang == "de":
        return f"{moment:%d.%m.%Y}"
    return str(format_date(moment, "d MMMM y"))


def day(text: str) -> str:
    """Write a day that is kept as YYYY-MM-DD."""
    return date(days.date.fromisoformat(text))


def time(moment: days.datetime) -> str:
    """Write a time of day: 14:30 Uhr, in the installation's time zone."""
    return _("%(clock)s Uhr", clock=clock(moment)).replace(" ", NO_BREAK)


def clock(moment: days.datetime) -> str:
    """Write a time of day without its unit: 14:30."""
    return f"{to_user_timezone(moment):%H:%M}"


def number(value: float) -> str:
    """Write a number with the separators of the language: 1.250 or 2,5."""
    return str(format_decimal(value))


def minutes(count: int) -> str:
    """Write a duration: 25 Minuten."""
    return str(ngettext("%(num)s Minute", "%(num)s Minuten", count)).replace(" ", NO_BREAK)


def left(span: Span) -> str:
    """Write what is left of a journey: noch etwa 12–18 Minuten, or: noch bis zu 3 Minuten."""
    return _left(view.current().lang, span.low, span.high, span.up_to)


def stage(number: int, total: int) -> str:
    """Write how far a journey is: Etappe 2 von 4."""
    return _stage(view.current().lang, number, total)


def station(number: int, total: int | None) -> str:
    """Write how far a stage is: Station 2 von 5, without the total where nobody can know it."""
    return _station(view.current().lang, number, total)


def lasts(low: int, high: int) -> str:
    """Write how long a whole journey takes: 20–25 Minuten."""
    return minutes(high) if low == high else f"{low}–{minutes(high)}"


# What every step says about progress is put together once for the same numbers.


@lru_cache(4096)
def _left(_lang: str, low: int, high: int, up_to: bool) -> str:
    if up_to:
        return _("noch bis zu %(minutes)s", minutes=minutes(high))
    return _("noch etwa %(low)s–%(minutes)s", low=low, minutes=minutes(high))


@lru_cache(1024)
def _stage(_lang: str, number: int, total: int) -> str:
    return _("Etappe %(number)s von %(total)s", number=number, total=total)


@lru_cache(1024)
def _station(_lang: str, number: int, total: int | None) -> str:
    if total is None:
        return _("Station %(number)s", number=number)
    return _("Station %(number)s von %(total)s", number=number, total=total)
