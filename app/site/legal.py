"""Imprint and privacy: the product's own facts beside the words of whoever operates it.

The operator writes Markdown files into `instance/pages/`; `missing_pages` names those still to be
written, so that `/readyz` can say so.
"""

from dataclasses import dataclass
from pathlib import Path

from flask import current_app, render_template
from flask_babel import get_locale
from markupsafe import Markup

from app.content.markdown import render_page
from app.site import blueprint
from app.ui.access import access

NOUNS = ("impressum", "datenschutz-kontakt", "aufsicht")


@dataclass(frozen=True)
class OperatorPage:
    """Words of the operator as safe HTML in the language `lang`; empty while unwritten."""

    file: str
    html: Markup
    lang: str


@blueprint.get("/impressum")
@access("anyone")
def show_imprint() -> str:
    """Show who answers for this installation."""
    return render_template("site/legal/show.html", imprint=_page("impressum"))


@blueprint.get("/datenschutz")
@access("anyone")
def show_privacy() -> str:
    """Show what is stored, for how long, and whom to ask."""
    return render_template(
        "site/legal/privacy.html",
        contact=_page("datenschutz-kontakt"),
        authority=_page("aufsicht"),
    )


def missing_pages(folder: Path) -> list[str]:
    """Return the names of the operator's German pages that `folder` does not hold yet."""
    return [noun for noun in NOUNS if not _words(folder / f"{noun}.md")]


def _page(noun: str) -> OperatorPage:
    folder = Path(current_app.instance_path) / "pages"
    language = str(get_locale())
    translated = "" if language == "de" else _words(folder / f"{noun}.{language}.md")
    words = translated or _words(folder / f"{noun}.md")
    # render_page gives sanitised HTML, and only the operator can write these files.
    html = Markup(render_page(words)) if words else Markup("")  # noqa: S704
    return OperatorPage(
        file=f"instance/pages/{noun}.md", html=html, lang=language if translated else "de"
    )


def _words(path: Path) -> str:
    return path.read_text("utf-8").strip() if path.is_file() else ""
