"""The accessibility statement, with the way to report a barrier."""

from flask import render_template

from app.site import blueprint
from app.ui.access import access


@blueprint.get("/barrierefreiheit")
@access("anyone")
def show_accessibility() -> str:
    """Say what works, what does not yet, and whom to tell."""
    return render_template("site/accessibility/show.html")
