"""Display settings: language, theme, size, calm, easier words."""

from urllib.parse import urlsplit

from flask import redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.site import blueprint
from app.ui import view
from app.ui.access import access
from app.ui.words import gettext as _

FIELDS = ("lang", "theme", "size", "calm", "easy")


@blueprint.get("/darstellung")
@access("anyone")
def edit_display() -> str:
    """Ask how pages should look."""
    return render_template("site/display/edit.html", next=_way_back(), groups=_groups())


@blueprint.post("/darstellung")
@access("anyone")
def update_display() -> Response:
    """Keep the choice for a year and go back to where it was opened."""
    chosen = [request.form.get(field, "") for field in FIELDS]
    view.choose(view.View.parse(".".join(chosen), view.current().lang))
    return view.keep(redirect(_way_back(), 303))


def _way_back() -> str:
    """Return the page somebody came from, as far as it is one of ours."""
    return view.local_path(request.values.get("next") or _came_from(), url_for("site.show_home"))


def _came_from() -> str:
    """Return the path of the page whose link was followed, "" where that was another site's."""
    try:
        before = urlsplit(request.referrer or "")
    except ValueError:
        return ""
    return before.path if before.netloc == request.host and before.path != request.path else ""


def _groups() -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Return each question with its options: value, label, hint."""
    return [
        ("lang", _("Sprache"), [("de", _language("de"), ""), ("en", _language("en"), "")]),
        (
            "theme",
            _("Farben"),
            [
                ("system", _("Wie im Gerät eingestellt"), ""),
                ("light", _("Hell"), ""),
                ("dark", _("Dunkel"), ""),
            ],
        ),
        (
            "size",
            _("Schriftgröße"),
            [("normal", _("Normal"), ""), ("large", _("Groß"), ""), ("larger", _("Sehr groß"), "")],
        ),
    ]


def _language(lang: str) -> Markup:
    """Name a language in itself, so that whoever needs it can read it."""
    return Markup('<span lang="{}">{}</span>').format(lang, view.LANGUAGE_NAMES[lang])
