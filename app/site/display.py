"""Display settings: language, theme, size, calm, easier words."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.site import blueprint
from app.ui import view
from app.ui.access import access


@blueprint.get("/darstellung")
@access("anyone")
def edit_display() -> str:
    return render_template("site/display/edit.html", next=_way_back())


@blueprint.post("/darstellung")
@access("anyone")
def update_display() -> Response:
    view.choose(view.View.parse(".".join(request.form.values()), view.current().lang))
    return view.keep(redirect(_way_back(), 303))


def _way_back() -> str:
    """Return the page somebody came from, as far as it is one of ours."""
    return view.local_path(request.values.get("next"), url_for("site.show_home"))
