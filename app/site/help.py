"""Help: how a journey works, who sees what, the Reisecode, shared devices, the keyboard."""

from flask import render_template

from app.site import blueprint
from app.ui.access import access


@blueprint.get("/hilfe")
@access("anyone")
def show_help() -> str:
    """Explain how a journey works and who reads what."""
    return render_template("site/help/show.html")
