"""Drafts: the journeys somebody writes, and the text of each."""

from flask import render_template

from app.studio import blueprint
from app.ui.access import access


@blueprint.get("/studio")
@access("facilitator")
def list_drafts() -> str:
    """Show the journeys of this facilitator."""
    return render_template("studio/drafts/list.html")
