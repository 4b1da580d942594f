"""Help for authors: chapters of the guide, and a page for every code of the checker."""

from collections.abc import Iterator
from typing import NamedTuple

from flask import abort, render_template, url_for

from app.content import examples
from app.content.problems import CODES
from app.site import blueprint, guides
from app.ui import view
from app.ui.access import access
from app.ui.words import gettext as _

Page = tuple[str, str]
"""Address and name of a page."""

Neighbours = tuple[Page | None, Page | None]

GROUPS = "1234567890"
"""The digit after ZR, in the order in which the checks run and authors meet them."""


class Code(NamedTuple):
    """A code as the index shows it."""

    name: str
    severity: str
    meaning: str


class Group(NamedTuple):
    """The codes of one group of checks."""

    id: str
    title: str
    about: str
    codes: list[Code]


@blueprint.get("/hilfe/autoren")
@access("anyone")
def show_authors() -> str:
    """Show the chapters of the author's guide and the index of all codes."""
    return render_template(
        "site/authors/show.html",
        chapters=guides.chapters(view.current().lang),
        groups=list(_groups()),
        severities=_words(),
    )


@blueprint.get("/hilfe/autoren/handbuch/<chapter>")
@access("anyone")
def show_chapter(chapter: str) -> str:
    """Show one chapter of the author's guide."""
    chapters = guides.chapters(view.current().lang)
    at = next((at for at, each in enumerate(chapters) if each.id == chapter), None)
    if at is None:
        abort(404)
    pages = [(url_for("site.show_chapter", chapter=each.id), each.title) for each in chapters]
    return render_template(
        "site/authors/chapter.html",
        chapter=chapters[at],
        neighbours=_around(pages, at),
        examples=examples,
        visible=_visible,
    )


@blueprint.get("/hilfe/autoren/<code>")
@access("anyone")
def show_code(code: str) -> str:
    """Explain one code, with a bad and a good example."""
    if code not in CODES:
        abort(404)
    lang = view.current().lang
    return render_template(
        "site/authors/code.html",
        code=code,
        group=_titles()[code[2]][0],
        severity=CODES[code]["severity"],
        severities=_words(),
        meaning=examples.meaning(code, lang),
        reason=examples.reason(code, lang),
        cure=examples.cure(code, lang),
        pair=examples.of(code, lang),
        visible=_visible,
        neighbours=_neighbours(code),
    )


def _visible(text: str) -> str:
    """Return a text with a dot for every sign that cannot be seen, as the report shows it."""
    return "".join(sign if sign.isprintable() else "\u00b7" for sign in text)


def _groups() -> Iterator[Group]:
    titles, lang = _titles(), view.current().lang
    for digit in GROUPS:
        names = sorted(code for code in CODES if code[2] == digit)
        codes = [Code(n, CODES[n]["severity"], examples.meaning(n, lang)) for n in names]
        if codes:
            yield Group(f"ZR{digit}", *titles[digit], codes)


def _neighbours(code: str) -> Neighbours:
    ordered = sorted(CODES, key=lambda name: (GROUPS.index(name[2]), name))
    pages = [(url_for("site.show_code", code=name), name) for name in ordered]
    return _around(pages, ordered.index(code))


def _around(pages: list[Page], at: int) -> Neighbours:
    """Return the pages before and after one of them."""
    before = pages[at - 1] if at else None
    return before, pages[at + 1] if at + 1 < len(pages) else None


def _titles() -> dict[str, tuple[str, str]]:
    return {
        "0": (_("Änderungen"), _("Was mit Menschen geschieht, die schon unterwegs sind.")),
        "1": (_("Lesen"), _("Die Datei lässt sich an dieser Stelle nicht als YAML lesen.")),
        "2": (_("Form"), _("Ein Schlüssel fehlt, ist unbekannt oder hat einen falschen Wert.")),
        "3": (_("Namen"), _("Ein Name führt zu etwas, das es in der Reise nicht gibt.")),
        "4": (_("Wege"), _("Jeder Weg soll durch alle Etappen bis zu einem Ende führen.")),
        "5": (_("Lernen"), _("Die Reise läuft. Mit einer Änderung haben Lernende mehr davon.")),
        "6": (_("Sprachen"), _("Die Übersetzung und der Text der Reise passen nicht zusammen.")),
        "7": (_("Zugang"), _("Jemand könnte einen Teil der Reise nicht sehen oder hören.")),
        "8": (_("Lesbarkeit"), _("Ein Text ist schwerer zu lesen, als er sein müsste.")),
        "9": (_("Zeit"), _("Die Reise dauert länger oder kürzer, als sie verspricht.")),
    }  # fmt: skip


def _words() -> dict[str, tuple[str, str]]:
    """Return for each severity its name and what it means for publishing."""
    return {
        "error": (_("Fehler"), _("Solange er da ist, lässt sich die Reise nicht veröffentlichen.")),
        "warning": (_("Empfehlung"), _("Die Reise läuft auch so. Besser ist es anders.")),
        "hint": (_("Hinweis"), _("Sehen Sie nach, ob es so gemeint ist.")),
    }
