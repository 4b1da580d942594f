"""The parts pages are made of, ready in every template.

`frame` stands around every page, `c` serves all rooms, `parts` the steps. Templates would else
import the macros anew on each page. Parts whose arguments are few words and small numbers look
the same again and again; they are drawn once for each language. What an author writes in titles
and labels may be among them, a learner's own words never stand there. Parts around a few words or
addresses are drawn once too and filled in afterwards.
"""

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Literal

from flask import Flask, current_app
from flask.templating import Environment
from jinja2 import BytecodeCache
from markupsafe import Markup, escape

from app.ui import view

ALIKE_AROUND = ("settings", "head", "header", "footer")
ALIKE = ("badge", "cards", "progress")
FILLED = ("step_bar", "taken")
ALIKE_IN_STEPS = ("actions", "beside", "retry", "who_reads")
Draw = Callable[..., Markup]


class Templates(Environment):
    """The templates of this app: all are HTML, and all share the very same globals."""

    compiled: BytecodeCache | None = None
    """Where a process that makes many applications keeps what it has compiled."""

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **{**options, "autoescape": True, "bytecode_cache": self.compiled})

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals without a layer of the template's own, where it has none.

        Jinja copies them for each page, and a copy of two layers costs more than a small page.
        """
        return super().make_globals(d) if d else self.globals


def register(app: Flask) -> None:
    """Give all templates of this app their parts; call it when all other globals are there."""
    env = app.jinja_env
    env.globals["frame"] = _namespace(app, "_frame.html", ALIKE_AROUND)
    env.globals["c"] = _namespace(app, "_components.html", ALIKE)
    env.globals["parts"] = _namespace(app, "player/steps/_parts.html", ALIKE_IN_STEPS)


def macros(name: Literal["c", "parts"]) -> Any:
    """Return the parts that templates call by this name, for what is drawn outside of them."""
    return current_app.jinja_env.globals[name]


def _namespace(app: Flask, template: str, alike: tuple[str, ...]) -> SimpleNamespace:
    with app.app_context():
        macros = vars(app.jinja_env.get_template(template).module)
    found = {name: macro for name, macro in macros.items() if not name.startswith("_")}
    found |= {name: _remembered(found[name]) for name in alike}
    found |= {name: _filled(found[name]) for name in FILLED if name in found}
    return SimpleNamespace(**found)


def _remembered(draw: Draw) -> Draw:
    @lru_cache(1024)
    def drawn(
        _lang: str, words: tuple[object, ...], named: tuple[tuple[str, object], ...]
    ) -> Markup:
        return draw(*words, **dict(named))

    return lambda *words, **named: drawn(view.current().lang, words, tuple(named.items()))


def _filled(draw: Draw) -> Draw:
    """Draw with marks for the words, in their order; a part that says "%" cannot be filled."""
    drawn = _remembered(draw)

    def filled(*words: object) -> Markup:
        marks = drawn(*["%s"] * len(words))
        return Markup(str(marks) % tuple([escape(word) for word in words]))  # noqa: S704

    return filled
